import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { inject } from 'vitest';
import { openShell, type Shell } from './shell.ts';

/** Where the repository is. */
export const root = resolve(import.meta.dirname, '../../..');

/** Somebody who follows a document in a fresh clone. */
export interface Reader {
  readonly folder: string;
  readonly shell: Shell;
  leave(): Promise<void>;
}

/** What lies in a clone that nothing was done with but `npm ci`; what documents write lands beside it and goes with it. */
const notCloned = ['.git', '.nx', 'dist'];

/** Takes a clone of links to this one, a home of its own and the programs; nothing that a document does stays here. */
export function welcomeReader(): Reader {
  const { kubeconfigPath, programs } = inject('docsTools');
  const folder = mkdtempSync(join(tmpdir(), 'ixn-docs-'));
  for (const name of readdirSync(root))
    if (!notCloned.includes(name)) symlinkSync(join(root, name), join(folder, name));
  const home = join(folder, '.home');
  mkdirSync(join(home, '.local/bin'), { recursive: true });
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|IXN_|FORCE_COLOR|NODE_OPTIONS)/.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    PATH: [programs, join(home, '.local/bin'), process.env['PATH']].join(delimiter),
    HOME: home,
    // With the binaries of the control plane.
    XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    KUBECONFIG: kubeconfigPath,
    // An editor that changes nothing.
    EDITOR: 'true',
    NO_COLOR: '1',
    // Any free port, as somebody else may have 8080 on this machine.
    IXN_OPERATOR_HTTP_PORT: '0',
    // The packages are there; `npm ci` is what comes before, and only where they are not.
    npm_config_ignore_scripts: 'true',
    npm_config_update_notifier: 'false',
  };
  const shell = openShell({ folder, env });
  return {
    folder,
    shell,
    leave: async () => {
      await shell.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
