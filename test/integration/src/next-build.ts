import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundleOptions } from '../../../tools/bundle-options.ts';

/** What the other build puts on every pod. */
export const renderedBy = { key: 'example.com/rendered-by', value: 'next' } as const;

/** An operator as a later version may be: the same, but it renders one annotation more into pod templates. */
export interface NextBuild {
  readonly bundle: string;
  remove(): Promise<void>;
}

/** Bundles it from the sources as they are. */
export async function buildNext(): Promise<NextBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'ixn-next-build-'));
  const bundle = join(folder, 'operator.mjs');
  const options = bundleOptions('operator', bundle);
  await build({ ...options, plugins: [...options.plugins, renderMore] });
  return { bundle, remove: () => rm(folder, { recursive: true, force: true }) };
}

const root = resolve(import.meta.dirname, '../../..');
const declaration = 'export function podTemplate(';

/** Wraps the function that renders pod templates; fails where there is none of its name. */
const renderMore: Plugin = {
  name: 'render-more',
  setup(bundler) {
    bundler.onLoad({ filter: /manifests[/]src[/]pod[/]pod-template[.]ts$/ }, ({ path }) => {
      const source = readFileSync(resolve(root, path), 'utf8');
      if (!source.includes(declaration)) throw new Error(`${path} does not declare podTemplate`);
      return { contents: source.replace(declaration, 'function lessRendered(').concat(rendersMore), loader: 'ts' };
    });
  },
};

const rendersMore = `
export function podTemplate(...args: Parameters<typeof lessRendered>): PodTemplate {
  const { metadata, ...rest } = lessRendered(...args);
  const annotations = { ...metadata.annotations, '${renderedBy.key}': '${renderedBy.value}' };
  return { metadata: { ...metadata, annotations }, ...rest };
}
`;
