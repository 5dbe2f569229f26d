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
  return readValue(stream, { itemsLeft: maxItems, bytesLeft: maxAnswerBytes });
}

/** No answer has more parts. */
const maxItems = 50_000;

/** What an answer may still have, all of its parts taken together. */
interface Budget {
  itemsLeft: number;
  bytesLeft: number;
}

async function readValue(stream: Duplex, budget: Budget): Promise<RespValue> {
  budget.itemsLeft -= 1;
  if (budget.itemsLeft < 0) throw foreign();
  const line = await readLine(stream);
  spend(budget, line.length + lineEndBytes); // one character is one byte
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
      spend(budget, length + lineEndBytes); // before it is read
      const bytes = await readBytes(stream, length + lineEndBytes);
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

const lineEndBytes = 2;

function spend(budget: Budget, bytes: number): void {
  budget.bytesLeft -= bytes;
  if (budget.bytesLeft < 0) throw foreign();
}

function count(text: string): number {
  const value = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value > maxAnswerBytes) throw foreign();
  return value;
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not answer as Redis does');
}
