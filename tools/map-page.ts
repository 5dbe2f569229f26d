import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';

const folder = resolve(import.meta.dirname, '../apps/kubectl-ixn/src/map/page');

/** The page of `kubectl ixn map` as a module, so that the program is one file: its script is made one, its texts are as they are. */
export function mapPageModule(): string {
  const read = (name: string) => readFileSync(resolve(folder, name), 'utf8');
  const files = [
    ['', 'text/html', read('index.html')],
    ['map.css', 'text/css', read('map.css')],
    ['map.js', 'text/javascript', script()],
    ['icon.svg', 'image/svg+xml', read('icon.svg')],
  ] as const;
  return [
    '// Written by `npm run generate` from apps/kubectl-ixn/src/map/page; change it there.',
    "import type { PageFile } from '../map-server.ts';",
    '',
    'export const pageFiles: Readonly<Record<string, PageFile>> = {',
    ...files.map(([name, type, text]) => `  '${name}': { type: '${type}', text: ${literal(text)} },`),
    '};',
    '',
  ].join('\n');
}

function script(): string {
  const { outputFiles } = buildSync({
    entryPoints: [resolve(folder, 'main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
  });
  // Without the comments that tell where each part comes from, which would name the folder that it was built in.
  return (outputFiles[0]?.text ?? '').replaceAll(/^\/\/ .*\n/gm, '');
}

/** As a template, so that its lines stay lines. */
function literal(text: string): string {
  return `\`${text.replaceAll(/[\\`]|\$\{/g, String.raw`\$&`)}\``;
}
