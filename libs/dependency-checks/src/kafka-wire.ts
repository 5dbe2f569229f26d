import type { Duplex } from 'node:stream';
import { failure } from './failure.ts';
import { readBytes } from './read-bytes.ts';

/** One kind of request, at a version that has no tagged fields. */
export interface KafkaRequest {
  readonly key: number;
  readonly version: number;
  readonly body: Buffer;
}

/** Sends requests over a connection, one after the other, and gives the body of each answer. */
export function createKafkaChannel(stream: Duplex): (request: KafkaRequest) => Promise<KafkaReader> {
  let correlation = 0;
  return async ({ key, version, body }) => {
    correlation += 1;
    const header = Buffer.concat([
      int16(key),
      int16(version),
      int32(correlation),
      stringOf('interaction-server-operator'),
    ]);
    stream.write(Buffer.concat([int32(header.length + body.length), header, body]));
    const length = (await readBytes(stream, 4)).readInt32BE();
    if (length < 4) throw foreign();
    const answer = readerOf(await readBytes(stream, length));
    if (answer.int32() !== correlation) throw foreign();
    return answer;
  };
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function stringOf(text: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
}

export function bytesOf(text: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** Reads values one after the other; throws ProtocolError where there are not enough bytes. */
export interface KafkaReader {
  int16(): number;
  int32(): number;
  /** Empty for null. */
  string(): string;
  /** Empty for null. */
  bytes(): string;
  list<Item>(item: () => Item): readonly Item[];
}

function readerOf(buffer: Buffer): KafkaReader {
  let at = 0;
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > buffer.length) throw foreign();
    at += length;
    return buffer.subarray(at - length, at);
  };
  const int16At = () => take(2).readInt16BE();
  const int32At = () => take(4).readInt32BE();
  const text = (length: number) => take(Math.max(0, length)).toString('utf8');
  return {
    int16: int16At,
    int32: int32At,
    string: () => text(int16At()),
    bytes: () => text(int32At()),
    list: (item) => {
      const items = [];
      for (let left = int32At(); left > 0; left -= 1) items.push(item());
      return items;
    },
  };
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not answer as Kafka does');
}
