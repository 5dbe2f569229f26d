#!/usr/bin/env node
import './node-20.ts';
import { processIo } from './process-io.ts';
import { run } from './run.ts';

// kubectl ixn ...: kubectl starts the program of this name that it finds on the PATH.
void main();

async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), processIo());
}
