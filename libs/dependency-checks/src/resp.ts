import type { Duplex } from 'node:stream';
import { failure } from './failure.ts';
import { maxAnswerBytes, readBytes, readLine } from './read-bytes.ts';

/** An answer of a Redis server (RESP 2). */
export type RespValue =
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly RespValue[] };

/** Sends one command and reads its answer. */
export async function askRedis(stream: Duplex, words: readonly string[]): Promise<RespValue> {
  stream.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
  return readValue(stream, { left: maxItems });
}

/** No answer has more parts. */
const maxItems = 50_000;

async function readValue(stream: Duplex, budget: { left: number }): Promise<RespValue> {
  budget.left -= 1;
  if (budget.left < 0) throw foreign();
  const line = await readLine(stream);
  const rest = line.slice(1);
  switch (line[0]) {
    case '+':
      return { kind: 'text', text: rest };
    case '-':
      return { kind: 'error', text: rest };
    case ':':
      return { kind: 'integer', value: count(rest) };
    case '$': {
      const length = count(rest);
      if (length < 0) return { kind: 'null' };
      const bytes = await readBytes(stream, length + 2);
      return { kind: 'text', text: bytes.subarray(0, length).toString('utf8') };
    }
    case '*': {
      const length = count(rest);
      if (length < 0) return { kind: 'null' };
      const items: RespValue[] = [];
      while (items.length < length) items.push(await readValue(stream, budget));
      return { kind: 'list', items };
    }
    default:
      throw foreign();
  }
}

function count(text: string): number {
  const value = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value > maxAnswerBytes) throw foreign();
  return value;
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not answer as Redis does');
}
