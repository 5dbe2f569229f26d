import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { failed, type Result, succeeded } from './failure.ts';

/** The part of the TLS options that a kubeconfig decides. */
export type TlsOptions = Pick<
  RequestOptions,
  'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'servername' | 'rejectUnauthorized'
>;

/** What one request needs to reach the current cluster as the current user. */
export interface Credentials {
  /** Scheme, host and port. */
  readonly origin: string;
  /** What precedes every path, without a slash at its end; empty for most clusters. */
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsOptions;
  readonly proxyUrl?: string;
}

export interface CredentialSource {
  /** The credentials of this moment; token, certificate and CA files are read again as they rotate. */
  current(): Promise<Result<Credentials>>;
  /** The server refused the last ones: drops what is remembered, so that plugins and token files are asked again. */
  forget(): void;
}

/** Files are read, and plugins asked, at most this often. */
const rememberedForMs = 1000;

export function createCredentialSource(kubeConfig: KubeConfig): CredentialSource {
  let config = kubeConfig;
  let reading: Reading | undefined;
  return {
    current() {
      if (reading === undefined || performance.now() > reading.untilMs) {
        reading = startReading(config);
      }
      return reading.credentials;
    },
    forget() {
      reading = undefined;
      const user = config.getCurrentUser();
      // KubeConfig remembers a token file for a minute and a plugin's token until it expires; a copy remembers nothing.
      // It would lose authenticators that the user has added, so it is made for the built-in ones alone.
      if (user?.exec || user?.authProvider?.config?.tokenFile) {
        config = new KubeConfig();
        config.loadFromOptions(kubeConfig);
      }
    },
  };
}

interface Reading {
  readonly credentials: Promise<Result<Credentials>>;
  /** As `performance.now()` counts. While it is under way all who ask share it, so that a plugin is started once. */
  untilMs: number;
}

function startReading(config: KubeConfig): Reading {
  const reading: Reading = { untilMs: Number.POSITIVE_INFINITY, credentials: readCredentials(config) };
  const limit = async () => {
    const result = await reading.credentials;
    reading.untilMs = result.ok ? performance.now() + rememberedForMs : 0;
  };
  void limit();
  return reading;
}

async function readCredentials(config: KubeConfig): Promise<Result<Credentials>> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    return failed('CredentialsFailed', 'the kubeconfig has no current cluster');
  }
  try {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } = options;
    const tls = { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized };
    const server = new URL(cluster.server);
    return succeeded({
      origin: server.origin,
      basePath: server.pathname.replace(/\/+$/, ''),
      headers: headersOf(options),
      tls: Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined)),
      ...(cluster.proxyUrl ? { proxyUrl: cluster.proxyUrl } : {}),
    });
  } catch (error) {
    return failed('CredentialsFailed', `no credentials for the API server: ${String(error)}`);
  }
}

function headersOf(options: RequestOptions): Readonly<Record<string, string>> {
  const given = Object.entries(options.headers ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), String(value).trim()] as const],
  );
  const basic = options.auth ? { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` } : {};
  return { ...basic, ...Object.fromEntries(given) };
}
