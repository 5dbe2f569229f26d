import { runCommand } from '@ixn/control-plane';

/** Runs a command; its standard output. Rejects with the command and what it said when it fails. */
export async function execute(
  command: string,
  args: readonly string[],
  options: Parameters<typeof runCommand>[2] = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, args, options);
  if (exitCode !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}:\n${stderr.trim() || stdout.trim()}`);
  }
  return stdout;
}
