import { checkReasons, connections, connectionStates, defaultPort } from '@ixn/connections';
import { conditionReasons, conditionTypes } from '@ixn/interaction-server';
import { failureCodes } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { commands } from '../command-line/commands.ts';
import { readCommandLine } from '../command-line/read-command-line.ts';
import type { Io } from '../io.ts';
import { problemCodes } from '../problems.ts';
import { catalogue } from './catalogue.ts';
import { explain } from './explain.ts';

async function explained(...words: readonly string[]): Promise<string> {
  const read = readCommandLine(['explain', ...words], commands);
  if (read.kind !== 'call') throw new Error(JSON.stringify(read));
  let printed = '';
  const io: Pick<Io, 'print'> = { print: (text) => void (printed += text) };
  const done = await explain(read.call, io as Io);
  return done.ok ? printed : done.problem.code;
}

describe('what can be explained', () => {
  it('is every condition, reason, state, row and code that anybody gives, each in words', () => {
    const every = [conditionTypes, conditionReasons, connectionStates, checkReasons, failureCodes, problemCodes];
    const codes = [...every.flatMap((one) => Object.keys(one)), ...connections.map(({ number }) => `row ${number}`)];
    expect(catalogue().map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
    for (const { meaning, more } of catalogue()) for (const line of [meaning, ...more]) expect(line).not.toBe('');
  });

  it.each([
    [['NameNotFound'], 'What to do: Mend the host in the spec'],
    [['unreachable'], 'Its reasons: NameNotFound, NameServerFailing, ConnectionRefused'],
    [
      ['row', '5'],
      `IXN opens TCP, port ${defaultPort('ixnServer.confServer.port')}, to Config Server (Intra-cluster): configuration data.`,
    ],
    [['ROW 5'], 'In the vendor’s Helm values: ixnService.ixnServer.confServer'],
    [['5'], 'row 5: connection'],
    [['DependenciesReachable'], 'It stands always'],
    [['Throttled'], 'Nothing: it is tried again after a pause.'],
    [['PortUnavailable'], 'Name another one with --port'],
    [['row', '20'], 'CodeUnknown'],
  ])('%j', async (words, expected) => {
    expect(await explained(...words)).toContain(expected);
  });
});
