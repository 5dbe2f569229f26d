import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Block, blocksOf } from './blocks.ts';
import { commandsOf } from './commands.ts';
import { type Directive, directiveOf } from './directives.ts';
import { missingLine } from './output.ts';
import type { Reader } from './reader.ts';
import type { Said, Shell } from './shell.ts';

/** Something that a reader does, or that stays undone: the content of one block. */
export interface Step {
  readonly block: Block;
  readonly directive: Directive;
  readonly commands: readonly string[];
  /** What the page shows right after the commands. */
  readonly shown: readonly string[];
}

/** The steps of a page in order; throws with everything that is wrong with its blocks. */
export function stepsOf(markdown: string): readonly Step[] {
  const blocks = blocksOf(markdown);
  const directives = blocks.map(directiveOf);
  const wrong = directives.flatMap((read, at) =>
    typeof read === 'string' ? [`line ${blocks[at]?.line}: ${read}`] : [],
  );
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return blocks.flatMap((block, at) => {
    const directive = directives[at];
    if (directive === undefined || typeof directive === 'string') return [];
    const isFile = directive.kind === 'file';
    if (block.language !== 'sh' && !isFile) return [];
    const commands = isFile ? [] : commandsOf(block.lines);
    return [{ block, directive, commands, shown: shownAfter(blocks, directives, at) }];
  });
}

function shownAfter(
  blocks: readonly Block[],
  directives: readonly (Directive | string)[],
  at: number,
): readonly string[] {
  const next = blocks[at + 1];
  const directive = directives[at + 1];
  const isOutput = typeof directive === 'object' && directive.kind === 'none' && next?.language === 'text';
  return isOutput && next.section === blocks[at]?.section ? next.lines : [];
}

/** Whether a reader does something here that can be done anywhere. */
export function isTried({ directive }: Step): boolean {
  return directive.kind !== 'needs';
}

/** Does the steps one after the other, and tells of each command; gives the first thing that is not as the page says. */
export async function follow(
  steps: readonly Step[],
  reader: Reader,
  onCommand: () => void,
): Promise<string | undefined> {
  for (const step of steps.filter(isTried)) {
    try {
      await take(step, reader, onCommand);
    } catch (error) {
      return `line ${step.block.line}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return undefined;
}

async function take(step: Step, { folder, shell }: Reader, onCommand: () => void): Promise<void> {
  const { block, directive, commands, shown } = step;
  if (directive.kind === 'file') {
    writeFileSync(join(folder, directive.name), `${block.lines.join('\n')}\n`);
    return;
  }
  const last = commands.length - 1;
  let said = '';
  for (const [at, command] of commands.entries()) {
    onCommand();
    const exitCode = at === last && directive.kind === 'exits' ? directive.status : 0;
    const expected = { exitCode, shown: at === last ? shown : [] };
    if (at === last && directive.kind === 'stays') {
      const { output } = await shell.start(command, directive.until);
      expect({ exitCode: 0, output: said + output() }, expected, command);
    } else said = await run(shell, command, expected, said);
  }
}

/** How a command is to end, and what it is to say. */
interface Expected {
  readonly exitCode: number;
  readonly shown: readonly string[];
}

const looking = /^kubectl (get|describe|events|ixn (status|connections))\b/;
const lookingTimeoutMs = 30_000;

/**
 * Runs a command of a block; gives what the block has said by then. A command that only looks is run again where the cluster is
 * not yet as the page shows it, as a reader would look again.
 */
async function run(shell: Shell, command: string, expected: Expected, before: string): Promise<string> {
  const deadlineMs = performance.now() + (looking.test(command) ? lookingTimeoutMs : 0);
  for (;;) {
    const { exitCode, output } = await shell.run(command);
    const said = { exitCode, output: before + output };
    if (mismatch(said, expected) === undefined) return said.output;
    if (performance.now() >= deadlineMs) expect(said, expected, command);
    await setTimeout(200);
  }
}

function expect(said: Said, expected: Expected, command: string): void {
  const problem = mismatch(said, expected);
  if (problem !== undefined) throw new Error(`\`${command}\` ${problem}\nwhat was said:\n${said.output}`);
}

function mismatch({ exitCode, output }: Said, expected: Expected): string | undefined {
  if (exitCode !== expected.exitCode) return `ended with ${exitCode}, not ${expected.exitCode}`;
  const missing = missingLine(expected.shown, output);
  return missing === undefined ? undefined : `did not say this line:\n${missing}`;
}
