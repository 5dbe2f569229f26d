import type { KubeConfig } from '@kubernetes/client-node';
import type { RequestNote, Transport } from './transport-types.ts';

export interface TransportOptions {
  readonly kubeConfig: KubeConfig;
  readonly userAgent: string;
  /** For one attempt of an ordinary request; 30 s by default. */
  readonly requestTimeoutMs?: number;
  /** Connections for ordinary requests, 32 by default. Watches have their own, without limit. */
  readonly maxConnections?: number;
  readonly observe?: (note: RequestNote) => void;
}

export function createTransport(_options: TransportOptions): Transport {
  throw new Error('not built yet');
}
