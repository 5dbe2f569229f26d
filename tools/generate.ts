// npm run generate: writes every generated file. With --verify: writes none, and fails when one is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generatedFiles } from './generated-files.ts';

const root = resolve(import.meta.dirname, '..');
const verify = process.argv.includes('--verify');

let stale = 0;
for (const file of generatedFiles()) {
  const path = resolve(root, file.path);
  if (readOrEmpty(path) === file.text) continue;
  if (verify) {
    stale += 1;
    console.error(`${file.path} is stale: run \`npm run generate\` and commit what it writes`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
    console.log(`wrote ${file.path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
