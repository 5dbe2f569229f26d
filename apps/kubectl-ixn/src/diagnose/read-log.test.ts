import { failed, type Transport } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { readLog } from './read-log.ts';

const source = { namespace: 'voice', pod: 'tenant-100-ixn-0', container: 'ixn-server', previous: true };
const never = new AbortController().signal;

/** A server that answers with these pieces, or until nobody listens. */
function answering(...pieces: readonly Uint8Array[]): { readonly transport: Transport; readonly paths: string[] } {
  const paths: string[] = [];
  const transport: Transport = {
    send: () => Promise.reject(new Error('a log is a stream')),
    close: () => Promise.resolve(),
    async stream({ path, signal }, handler) {
      paths.push(path);
      handler.opened();
      for (const piece of pieces) {
        if (signal?.aborted) return failed('Aborted', 'nobody listens').failure;
        handler.chunk(piece);
      }
      return undefined;
    },
  };
  return { transport, paths };
}

describe('a log', () => {
  it('is asked for by pod and container, with limits', async () => {
    const { transport, paths } = answering(Buffer.from('one\n'));
    expect(await readLog(transport, source, { lines: 5, bytes: 100 }, never)).toEqual({ ok: true, value: 'one\n' });
    expect(paths).toEqual([
      '/api/v1/namespaces/voice/pods/tenant-100-ixn-0/log?container=ixn-server&timestamps=true&tailLines=5&limitBytes=100&previous=true',
    ]);
  });

  it('is put together from pieces that are cut anywhere', async () => {
    const bytes = Buffer.from('größer\n');
    const { transport } = answering(bytes.subarray(0, 3), bytes.subarray(3));
    expect(await readLog(transport, source, { lines: 5, bytes: 100 }, never)).toMatchObject({ value: 'größer\n' });
  });

  it('ends with a whole line where it is cut off, as half a password would not be known', async () => {
    const { transport } = answering(Buffer.from('one\nhalf a pass'), Buffer.from('word\n'), Buffer.from('three\n'));
    expect(await readLog(transport, source, { lines: 5, bytes: 15 }, never)).toEqual({ ok: true, value: 'one\n' });
    expect(await readLog(transport, source, { lines: 5, bytes: 3 }, never)).toEqual({ ok: true, value: '' });
  });

  it('that cannot be had is a failure', async () => {
    const refusing: Transport = { ...answering().transport, stream: async () => failed('Forbidden', 'no').failure };
    expect(await readLog(refusing, source, { lines: 5, bytes: 15 }, never)).toMatchObject({ ok: false });
  });
});
