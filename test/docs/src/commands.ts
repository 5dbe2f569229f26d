import { spawnSync } from 'node:child_process';

/** The commands of a block, one by one: a command goes on over lines until the shell takes it for whole. */
export function commandsOf(lines: readonly string[]): readonly string[] {
  const commands: string[] = [];
  let open: string[] = [];
  for (const line of lines) {
    if (open.length === 0 && /^\s*(#|$)/.test(line)) continue;
    open.push(line);
    if (!isWhole(open.join('\n'))) continue;
    commands.push(open.join('\n'));
    open = [];
  }
  if (open.length > 0) throw new Error(`this command does not end: ${open.join('\n')}`);
  return commands;
}

/** A here-document that does not end is a mere warning to bash, and a backslash at the end none at all. */
function isWhole(text: string): boolean {
  if (text.endsWith('\\')) return false;
  const { status, stderr } = spawnSync('bash', ['-n', '-c', text], { encoding: 'utf8' });
  return status === 0 && stderr === '';
}
