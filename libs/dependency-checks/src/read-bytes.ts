import type { Duplex } from 'node:stream';
import { failure } from './failure.ts';

/** No answer that a check reads is longer. */
export const maxAnswerBytes = 1_048_576;

/**
 * The next bytes of a connection, exactly so many. Rejects with ConnectionClosed when it ends before, and with its error when
 * it breaks. Nothing else may read from the connection meanwhile.
 */
export async function readBytes(stream: Duplex, count: number): Promise<Buffer> {
  if (count > maxAnswerBytes) throw failure('ProtocolError', 'it announces an answer longer than any that is expected');
  if (count === 0) return Buffer.alloc(0);
  for (;;) {
    const found: unknown = stream.read(count);
    if (Buffer.isBuffer(found) && found.length === count) return found;
    if (found !== null || stream.readableEnded || stream.destroyed) {
      throw stream.errored ?? failure('ConnectionClosed', 'the connection was ended before an answer came');
    }
    await somethingHappens(stream);
  }
}

/** A line without its end, which is CR LF. */
export async function readLine(stream: Duplex): Promise<string> {
  const bytes: number[] = [];
  for (;;) {
    const [byte = 0] = await readBytes(stream, 1);
    if (byte === 0x0a) break;
    bytes.push(byte);
    if (bytes.length > maxLineBytes) throw failure('ProtocolError', 'it answers with something else than expected');
  }
  return Buffer.from(bytes).toString('latin1').replace(/\r$/, '');
}

const maxLineBytes = 4_096;

function somethingHappens(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'error', 'close'] as const;
    const done = () => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}
