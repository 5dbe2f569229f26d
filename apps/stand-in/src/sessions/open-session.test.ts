import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Dependency } from '../dependency.ts';
import { startServer } from '../loopback.testing.ts';
import { exchangeOnce } from './session.testing.ts';

function dependenciesAt(port: number): readonly Dependency[] {
  const at = { endpoints: [{ host: '127.0.0.1', port }], tls: undefined } as const;
  const credentials = { username: 'ixn', password: 'secret' };
  const redis = { kind: 'redis', password: 'secret', ...at } as const;
  return [
    { kind: 'postgresql', database: 'ixn-100', credentials, keepAliveDelayMs: undefined, ...at },
    { ...redis, cluster: false },
    { ...redis, cluster: true },
    { kind: 'kafka', sasl: undefined, ...at },
    { kind: 'consul', ...at },
    { kind: 'http', ...at },
  ];
}

const answers = [
  ['a greeting', () => Buffer.from('neighbour\n')],
  ['noise', () => randomBytes(256)],
  ['zeros', () => Buffer.alloc(64)],
] as const;

describe.each(answers)('a server that answers with %s', (_, answer) => {
  it('makes every session fail, and ends nothing else', async () => {
    const { port } = await startServer((socket) => {
      socket.write(answer());
      socket.on('data', () => socket.end(answer()));
    });
    const codes = await Promise.all(dependenciesAt(port).map(exchangeOnce));
    expect(codes.filter((code) => !/^[A-Z0-9_]+$/.test(code))).toEqual([]);
  });
});
