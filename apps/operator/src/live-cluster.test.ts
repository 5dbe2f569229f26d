import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLiveCluster } from './live-cluster.ts';

/** An API server that answers every request with the same status. */
let server: Server;
let status = 403;
let kubeConfig: KubeConfig;

beforeEach(async () => {
  server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'Status', message: 'no', code: status }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'fake', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'somebody' },
  );
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function look(signal: AbortSignal) {
  const options = { kubeConfig, userAgent: 'test', namespaces: ['voice'] };
  return withLiveCluster(options, () => Promise.reject(new Error('nothing was read')), signal);
}

describe('a look at a cluster', () => {
  it('fails at once for somebody who may not list what the operator makes', async () => {
    status = 403;
    expect(await look(AbortSignal.timeout(20_000))).toMatchObject({ ok: false, failure: { code: 'Forbidden' } });
  });

  it('ends when nobody waits for it any more', async () => {
    status = 500;
    expect(await look(AbortSignal.timeout(200))).toMatchObject({ ok: false, failure: { code: 'Aborted' } });
  });
});
