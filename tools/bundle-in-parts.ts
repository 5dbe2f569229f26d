import { writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild';

/** Stands before the parts, and again in the code that looks for it, where it is put together so that it is not found itself. */
const mark = 'PARTS THAT ARE LOADED LATER';
/** The parts stand in a comment, which must not end before they do. */
const commentEnd = { in: '*/', as: '*\u0001/' };

/** Reads the parts out of the file that runs, when the first of them is wanted. `require` is that of the file. */
const loader = `
  let __parts;
  const __later = (name) => {
    if (__parts === undefined) {
      const { readFileSync } = require('node:fs');
      const { fileURLToPath } = require('node:url');
      const { constants, Script } = require('node:vm');
      const filename = fileURLToPath(import.meta.url);
      const text = readFileSync(filename, 'utf8');
      const code = text.slice(text.lastIndexOf('PARTS ' + 'THAT ARE LOADED LATER')).split('\\n').slice(1, -2).join('\\n');
      const script = new Script('(function (require, module) {' + code.replaceAll('*\\u0001/', '*' + '/') + '\\n})', {
        filename,
        importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      const module = { exports: {} };
      script.runInThisContext()(require, module);
      __parts = module.exports;
    }
    return __parts[name]();
  };`;

interface PartedOptions extends BuildOptions {
  readonly entryPoints: string[];
  readonly outfile: string;
}

/**
 * Bundles a program into one file of two halves: what every start needs, and, in a comment, all that the program itself loads by
 * \`import()\`. The engine has to read every letter of code that it is given, called or not; over a comment it just goes.
 * Gives what esbuild says of both.
 */
export async function bundleInParts(options: PartedOptions): Promise<readonly Metafile[]> {
  const source = dirname(options.entryPoints[0] ?? '');
  const wanted = new Set<string>();
  const common = { ...options, write: false, metafile: true, sourcemap: false, legalComments: 'external' } as const;
  const loadedLater: Plugin = {
    name: 'later',
    setup(building) {
      building.onResolve({ filter: /^[.]/ }, ({ kind, importer, path }) => {
        if (kind !== 'dynamic-import' || !importer.startsWith(source)) return undefined;
        const name = relative(source, resolve(dirname(importer), path));
        wanted.add(name);
        return { path: name, namespace: 'later' };
      });
      building.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => ({
        contents: `module.exports = __later(${JSON.stringify(path)});`,
      }));
    },
  };
  const banner = { js: `${options.banner?.['js'] ?? ''}${loader.replaceAll(/\n\s*/g, ' ')}` };
  const first = await build({ ...common, banner, plugins: [loadedLater, ...(options.plugins ?? [])] });
  const entries = [...wanted].map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${name}`)})`);
  const { entryPoints: _, banner: __, ...others } = common;
  const rest = await build({
    ...others,
    stdin: { contents: `module.exports = { ${entries.join(', ')} };`, resolveDir: source, sourcefile: 'parts.js' },
  });
  const textOf = ({ outputFiles }: BuildResult<{ write: false }>, end: string) =>
    outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  const later = textOf(rest, '.mjs').trimEnd();
  const unsafe = [commentEnd.as, mark].find((text) => later.includes(text));
  if (unsafe !== undefined) throw new Error(`${JSON.stringify(unsafe)} cannot stand in a part that is loaded later`);
  const parts = later.replaceAll(commentEnd.in, commentEnd.as);
  writeFileSync(options.outfile, `${textOf(first, '.mjs')}/* ${mark}\n${parts}\n*/\n`);
  writeFileSync(`${options.outfile}.LEGAL.txt`, textOf(first, '.LEGAL.txt') + textOf(rest, '.LEGAL.txt'));
  return [first.metafile, rest.metafile];
}
