import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askRedis } from './resp.ts';

/** A server that says this, whatever it is asked, and then nothing more without ending the connection. */
function saying(text: string): Duplex {
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  stream.push(text);
  return stream;
}

describe('askRedis', () => {
  it('reads an answer of several parts', async () => {
    const answer = await askRedis(saying('*3\r\n$3\r\nabc\r\n:7\r\n*-1\r\n'), ['X']);
    const items = [{ kind: 'text', text: 'abc' }, { kind: 'integer', value: 7 }, { kind: 'null' }];
    expect(answer).toEqual({ kind: 'list', items });
  });

  const text = `$600000\r\n${'a'.repeat(600_000)}\r\n`;
  it.each([
    ['texts that are too long together, before it reads the one that is too much', `*2\r\n${text}$600000\r\n`],
    ['lines that are too long together', `*9000\r\n${`+${'a'.repeat(4_000)}\r\n`.repeat(263)}`],
    ['more parts than any answer has', `*60000\r\n${':1\r\n'.repeat(50_000)}`],
    ['lists without an end', '*1\r\n'.repeat(50_001)],
  ])('turns away %s', async (_, answer) => {
    await expect(askRedis(saying(answer), ['X'])).rejects.toThrow('ProtocolError');
  });
});
