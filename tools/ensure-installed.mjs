// Runs before the root scripts, on whatever Node the machine has: installs the packages when node_modules is not what the
// lock file says, so that a fresh clone needs one command.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

if (!isInstalled()) {
  console.log('node_modules is not what package-lock.json says: npm ci');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (error) console.error(`npm could not be run: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Whether what npm noted down when it last installed is what the lock file says. */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  const paths = Object.keys(wanted).filter((path) => path.includes('node_modules/'));
  return (
    paths.every((path) => isSame(wanted[path], installed[path])) &&
    Object.keys(installed).every((path) => wanted[path] !== undefined)
  );
}

function isSame(wanted, installed) {
  // Packages for other platforms are in the lock file, but not installed.
  if (installed === undefined) return wanted.optional === true || wanted.peer === true;
  return wanted.version === installed.version && wanted.integrity === installed.integrity;
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
