import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createForwarder, type ProxiedServer } from './fault-forwarder.ts';
import type { Fault, FaultPlan } from './fault-plan.ts';
import type { OpenWatch } from './open-watch.ts';
import { type ProxiedRequest, readRequest } from './proxied-request.ts';

export interface FaultProxyOptions {
  readonly server: ProxiedServer;
  /** What the proxy shows to its clients, good for 127.0.0.1; PEM. */
  readonly own: { readonly certificate: string; readonly key: string };
}

/** A reverse proxy in front of a real API server that makes the faults that a plan asks for; without one, none. */
export interface FaultProxy {
  readonly url: string;
  /** Takes the place of the plan so far; counts and open connections stay. */
  setPlan(plan: FaultPlan | undefined): void;
  /** Every request so far, in the order of arrival, with the fault that struck it. */
  readonly log: readonly LoggedRequest[];
  /** How many requests each kind of fault has struck. */
  faults(): Readonly<Record<string, number>>;
  /** The watches that run now; of one resource, or all. */
  watches(resource?: string): readonly OpenWatch[];
  /** How many requests, watches apart, wait for their answers. */
  pending(): number;
  close(): Promise<void>;
}

export interface LoggedRequest extends ProxiedRequest {
  readonly fault: Fault | undefined;
}

/** Listens on a free port of the loopback interface. */
export async function createFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const log: LoggedRequest[] = [];
  const counts = new Map<string, number>();
  const watches = new Set<OpenWatch>();
  const pending = new Set<ServerResponse>();
  let plan: FaultPlan | undefined;
  const serve = createForwarder(options.server, watches);

  const server = createServer({ cert: options.own.certificate, key: options.own.key }, (incoming, answer) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const read = readRequest(method, url, headers['content-type'] ?? '');
    const countKey = `${read.verb} ${read.resource}`;
    const count = (counts.get(countKey) ?? 0) + 1;
    counts.set(countKey, count);
    const request = { ...read, count };
    const fault = plan?.(request);
    log.push({ ...request, fault });
    if (request.verb !== 'watch') pending.add(answer);
    answer.on('close', () => pending.delete(answer));
    serve({ request, fault, incoming, answer });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `https://127.0.0.1:${port}`,
    setPlan: (next) => {
      plan = next;
    },
    log,
    faults: () => {
      const struck = log.flatMap(({ fault }) => (fault === undefined ? [] : [nameOf(fault)]));
      return countsOf(struck);
    },
    watches: (resource) =>
      [...watches].filter(({ request }) => resource === undefined || request.resource === resource),
    pending: () => pending.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** How often each word is among the words. */
export function countsOf(words: readonly string[]): Readonly<Record<string, number>> {
  const groups = Object.groupBy(words, (word) => word);
  return Object.fromEntries(Object.entries(groups).map(([word, found = []]) => [word, found.length]));
}

function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return `refuse ${fault.status}`;
    case 'drop':
    case 'stall':
      return `${fault.kind} ${fault.when}`;
    default:
      return fault.kind;
  }
}
