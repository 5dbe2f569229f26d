export type { Command } from './command-line/command.ts';
export { commands } from './command-line/commands.ts';
export { commandHelp } from './command-line/help.ts';
export { connectionRows } from './connections/connection-rows.ts';
export { connectionTable } from './connections/connection-table.ts';
export { exitCodes } from './exit-codes.ts';
export { problemCodes } from './problems.ts';
export { instanceScreen } from './status/instance-screen.ts';
