import type { TlsFiles, TlsMaterial } from './tls.ts';
import { writeTlsFiles } from './tls.ts';
import type { Run } from './run.ts';
import type { Server } from './server.ts';

export interface ServiceOptions {
  /** IPv4 address of this machine to listen on, which clients are told as well; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Called with a line for each step that may take long. */
  readonly onProgress?: ((step: string) => void) | undefined;
  /** Ends the start early; what was started is stopped. */
  readonly signal?: AbortSignal | undefined;
}

/** A running backing service. Everything in it dies with this process, however that ends. */
export interface Service {
  readonly host: string;
  readonly port: number;
  /** Holds its logs, in `logs`; goes when it stops. */
  readonly folder: string;
  /** Ends the server; port and data stay for `resume`. */
  halt(): Promise<void>;
  /** Starts it on the same port with the same data, and resolves when it is ready. */
  resume(): Promise<void>;
  restart(): Promise<void>;
  /** Stops its work without ending it: connections are taken, and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Restarts it with another certificate. Rejects for a service that was started without TLS. */
  useCertificate(tls: TlsMaterial): Promise<void>;
  /** Ends it and removes every file. */
  stop(): Promise<void>;
}

export interface ServiceParts {
  readonly run: Run;
  readonly servers: readonly Server[];
  readonly host: string;
  readonly port: number;
  /** Undefined without TLS. */
  readonly tlsFiles: TlsFiles | undefined;
}

/** What all services can do, over one or several server processes. */
export function assembleService({ run, servers, host, port, tlsFiles }: ServiceParts): Service {
  let stopped: Promise<void> | undefined;
  const halt = async () => void (await Promise.all(servers.map((server) => server.halt())));
  const resume = async () => void (await Promise.all(servers.map((server) => server.resume())));
  const restart = async () => {
    await halt();
    await resume();
  };
  return {
    host,
    port,
    folder: run.folder,
    halt,
    resume,
    restart,
    freeze: () => servers.forEach((server) => server.freeze()),
    thaw: () => servers.forEach((server) => server.thaw()),
    useCertificate: async (tls) => {
      if (tlsFiles === undefined) throw new Error('the service was started without TLS');
      await writeTlsFiles(tlsFiles, tls);
      await restart();
    },
    stop: () => {
      stopped ??= run.close();
      return stopped;
    },
  };
}
