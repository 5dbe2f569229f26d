import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type ProcessIdentity, identify, isAlive } from './process-identity.ts';

const intervalMs = 1_000;

/**
 * Calls back once when the npm command that runs this program is gone. npm passes most signals on, but cannot when it is
 * killed: then this program would run on with nobody to stop it. Does nothing for a program that npm does not run.
 */
export function onNpmGone(callback: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const npm = findNpm();
  if (npm === undefined) return;
  const timer = setInterval(() => {
    if (isAlive(npm)) return;
    clearInterval(timer);
    callback();
  }, intervalMs);
  timer.unref();
}

/** npm runs a script in a shell, which some shells replace by the program and others do not. */
function findNpm(): ProcessIdentity | undefined {
  const parent = process.ppid;
  return identify(isShell(parent) ? parentOf(parent) : parent);
}

function isShell(pid: number): boolean {
  return /(^|\/|-)(sh|dash|bash|zsh|ash|busybox)$/.test(commandOf(pid));
}

function commandOf(pid: number): string {
  return process.platform === 'linux' ? readProc(pid, 'comm') : askPs(pid, 'comm=');
}

function parentOf(pid: number): number {
  if (process.platform !== 'linux') return Number(askPs(pid, 'ppid='));
  return Number(/^PPid:\s*(\d+)$/m.exec(readProc(pid, 'status'))?.[1] ?? 0);
}

/** Empty for a process that is gone. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').trim();
  } catch {
    return '';
  }
}

function askPs(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
