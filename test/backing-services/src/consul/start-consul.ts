import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePorts } from '@ixn/control-plane';
import { findConsul } from '../binaries/consul-binary.ts';
import { withRun } from '../run.ts';
import { type Service, type ServiceOptions, assembleService } from '../service.ts';
import { type TlsFiles, type TlsMaterial, tlsFilesIn, writeTlsFiles } from '../tls.ts';
import { type ConsulAnswer, askConsul } from './ask-consul.ts';

export interface ConsulOptions extends ServiceOptions {
  /** With it the HTTP API speaks TLS alone; clients need no certificate. */
  readonly tls?: TlsMaterial | undefined;
}

/** A Consul agent in development mode, its own server and leader. It forgets everything when it restarts. */
export interface Consul extends Service {
  /** Asks the HTTP API, say `GET /v1/status/leader`; a body is sent as JSON. */
  request(method: 'GET' | 'PUT', path: string, body?: unknown): Promise<ConsulAnswer>;
}

/** Starts a Consul agent; ready, with a leader, in about a second. */
export async function startConsul(options: ConsulOptions = {}): Promise<Consul> {
  const { host = '127.0.0.1', tls } = options;
  const command = await findConsul(options);
  return withRun('consul', options, async (run) => {
    const [port = 0, serfLan = 0, server = 0] = await findFreePorts(3, host);
    const tlsFiles = tls === undefined ? undefined : tlsFilesIn(run.folder);
    if (tls !== undefined && tlsFiles !== undefined) await writeTlsFiles(tlsFiles, tls);
    const configuration = join(run.folder, 'consul.json');
    await writeFile(configuration, JSON.stringify(configure({ host, port, serfLan, server, tlsFiles })));
    const request: Consul['request'] = (method, path, body) =>
      askConsul({ host, port, tls: tlsFiles !== undefined }, method, path, body);
    const agent = await run.launch({
      name: 'consul',
      command,
      args: ['agent', '-dev', `-config-file=${configuration}`],
      // Empty as long as there is no leader.
      isReady: async () => /:\d+/.test(String((await request('GET', '/v1/status/leader')).body)),
    });
    return { ...assembleService({ run, servers: [agent], host, port, tlsFiles }), request };
  });
}

interface ConsulSettings {
  readonly host: string;
  readonly port: number;
  readonly serfLan: number;
  readonly server: number;
  readonly tlsFiles: TlsFiles | undefined;
}

const off = -1;

function configure({ host, port, serfLan, server, tlsFiles }: ConsulSettings): object {
  const http = tlsFiles === undefined ? { http: port, https: off } : { http: off, https: port };
  return {
    bind_addr: '127.0.0.1',
    client_addr: host,
    ui_config: { enabled: false },
    disable_update_check: true,
    log_level: 'warn',
    ports: { ...http, serf_lan: serfLan, server, serf_wan: off, dns: off, grpc: off, grpc_tls: off },
    ...(tlsFiles !== undefined && {
      tls: { https: { cert_file: tlsFiles.certificate, key_file: tlsFiles.key, ca_file: tlsFiles.authority } },
    }),
  };
}
