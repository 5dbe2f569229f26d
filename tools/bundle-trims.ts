import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const modules = resolve(import.meta.dirname, '../node_modules');

/** Stands for the generated clients of the Kubernetes client, which its kubeconfig would make for those who ask it to. */
const noGeneratedClients = `
  export class ServerConfiguration {}
  export function createConfiguration() {
    throw new Error('this bundle has no generated clients');
  }
`;

/** The HTTP/1.1 part of undici, put together as its own index does. */
const httpPools = `
  import api from 'undici/lib/api/index.js';
  import Agent from 'undici/lib/dispatcher/agent.js';
  import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
  import Pool from 'undici/lib/dispatcher/pool.js';
  import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
  Object.assign(Dispatcher.prototype, api);
  export { Agent, Pool, ProxyAgent };
`;

const contents: Readonly<Record<string, string>> = {
  undici: httpPools,
  'generated-clients': noGeneratedClients,
  locales: 'export {};',
};

/**
 * Leaves out what no program of ours uses of some packages, but would pay for in memory, as merely loading it costs more than
 * all else that is loaded. Whoever imports another part of them gets an error from the bundler.
 */
export const bundleTrims: Plugin = {
  name: 'bundle-trims',
  setup(build) {
    build.onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({
      path: resolve(modules, '@kubernetes/client-node/dist/config.js'),
    }));
    build.onResolve({ filter: /\/gen\/index\.js$/ }, ({ importer }) =>
      importer.endsWith('/client-node/dist/config.js')
        ? { path: 'generated-clients', namespace: 'trimmed' }
        : undefined,
    );
    // The WebAssembly of Kafka's client lies beside its own files; this one has it in itself.
    build.onResolve({ filter: /^@platformatic\/wasm-utils$/ }, () => ({
      path: resolve(modules, '@platformatic/wasm-utils/dist/bundled.js'),
    }));
    // Words of errors in all languages; the rooms take the English ones, which the package loads by itself.
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes('/zod/') ? { path: 'locales', namespace: 'trimmed' } : undefined,
    );
    build.onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'trimmed' }));
    build.onLoad({ filter: /.*/, namespace: 'trimmed' }, ({ path }) => ({
      contents: contents[path] ?? '',
      resolveDir: modules,
    }));
  },
};
