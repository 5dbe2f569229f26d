import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line.ts';

function read(line: string) {
  return readCommandLine(line.split(' ').filter((word) => word !== ''));
}

describe('the command line', () => {
  it.each([
    ['serve --role ixnVQNode', { kind: 'serve', role: 'ixnVQNode', logFolder: undefined }],
    ['serve --role ixnServer --log-folder /mnt/logs', { kind: 'serve', role: 'ixnServer', logFolder: '/mnt/logs' }],
    ['init-schema --role ixnNode', { kind: 'init-schema', role: 'ixnNode' }],
    ['init-schema', { kind: 'init-schema', role: undefined }],
    [
      'dial db.example.com 1234',
      { kind: 'dial', endpoint: { host: 'db.example.com', port: 1234 }, ask: { kind: 'first-line' }, timeoutMs: 2_000 },
    ],
    [
      'dial [fd00::1] 80 --http /health --timeout-ms 50',
      { kind: 'dial', endpoint: { host: 'fd00::1', port: 80 }, ask: { kind: 'http', path: '/health' }, timeoutMs: 50 },
    ],
    ['listen 1 2 65535', { kind: 'listen', ports: [1, 2, 65_535], name: undefined, controlPort: undefined }],
    ['listen 1 --name kafka --control-port 2', { kind: 'listen', ports: [1], name: 'kafka', controlPort: 2 }],
    ['sleep', { kind: 'sleep' }],
  ])('understands %j', (line, command) => {
    expect(read(line)).toEqual({ kind: 'command', command });
  });

  it.each(['--help', 'help', 'dial --help', 'serve --role x --help'])('explains itself when asked by %j', (line) => {
    expect(read(line)).toMatchObject({ kind: 'help' });
  });

  it.each([
    ['', 'a command is missing'],
    ['fly', 'there is no command fly'],
    ['serve', '--role must be one of ixnServer, ixnNode, ixnVQNode'],
    ['serve --role gws', '--role must be one of ixnServer, ixnNode, ixnVQNode'],
    ['serve --role ixnNode now', "'now'"],
    ['serve --rule ixnNode', '--rule'],
    ['init-schema --role ixnVQNode', '--role must be one of ixnServer, ixnNode'],
    ['dial', 'dial takes a HOST and a PORT'],
    ['dial host', 'dial takes a HOST and a PORT'],
    ['dial host 0', 'dial takes a HOST and a PORT'],
    ['dial host 65536', 'dial takes a HOST and a PORT'],
    ['dial host 1 2', 'dial takes a HOST and a PORT'],
    ['dial host 1 --timeout-ms soon', '--timeout-ms must be a whole number'],
    ['dial host 1 --timeout-ms 0', '--timeout-ms must be a whole number'],
    ['dial host 1 --http health', '--http must be a path'],
    ['listen', 'listen takes ports'],
    ['listen 1 x', 'listen takes ports'],
    ['listen 1 --control-port 1e3', '--control-port must be a port'],
    ['sleep 5', "'5'"],
  ])('says what is wrong with %j', (line, problem) => {
    expect(read(line)).toEqual({ kind: 'invalid', problem: expect.stringContaining(problem) });
  });
});
