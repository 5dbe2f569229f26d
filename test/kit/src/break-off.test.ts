import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { breakOff } from './break-off.ts';

/** What a client gets of an answer in pieces that breaks off after some lines, and whether the connection was cut. */
async function receive(pieces: readonly string[], afterLines: number): Promise<{ text: string; cut: boolean }> {
  const source = new PassThrough();
  const server = createServer((_incoming: IncomingMessage, answer: ServerResponse) => {
    answer.writeHead(200).flushHeaders();
    breakOff({ kind: 'breakOff', afterLines, text: '<own>', ending: 'cut' }, source, answer);
    for (const piece of pieces) source.write(piece);
  });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve) => {
    request({ host: '127.0.0.1', port }, resolve).end();
  });
  let text = '';
  response.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const [error] = await once(response, 'error').catch((thrown: unknown) => [thrown]);
  return { text, cut: error instanceof Error };
}

it.each<[readonly string[], number, string]>([
  [['a\nb\nc\n'], 2, 'a\nb\n<own>'],
  [['a\nb', '\nc', '\nd\n'], 2, 'a\nb\n<own>'],
  [['a\n'], 0, '<own>'],
])('passes %j on up to the end of line %i', async (pieces, afterLines, text) => {
  expect(await receive(pieces, afterLines)).toEqual({ text, cut: true });
});
