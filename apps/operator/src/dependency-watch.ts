import { isDeepStrictEqual } from 'node:util';
import type { CheckState, ConnectionCheck, DependencyVerdict } from '@ixn/connections';
import { type Checker, notChecked, sameVerdict, type Verdict, worstOf } from '@ixn/dependency-checks';
import type { CheckedPod, DependencyRequest, DependencyWatch, InstanceRef } from '@ixn/reconcile';
import type { Logger } from '@ixn/telemetry';
import { checksOfRow, type EndpointCheck, keysOfRow } from './checks-of-row.ts';
import { withPodsWord } from './pods-word.ts';
import type { NeededKeys, ReferenceContents } from './reference-contents.ts';
import { type ReferencedObject, referencedObject } from './reference-users.ts';
import { type ServiceEndpoints, verdictOfService } from './service-endpoints.ts';

/** Whether the operator connects to anything, and why not. */
export type Dialling = 'on' | 'OutsideCluster' | 'Off';

export interface DependencyWatchParts {
  readonly checker: Checker;
  readonly contents: ReferenceContents;
  /** What stands behind a Service (namespace/name). */
  readonly endpointsOf: (service: string) => readonly ServiceEndpoints[];
  readonly dialling: Dialling;
  /** As a pod of the namespace has them. */
  readonly searchDomains: (namespace: string) => readonly string[];
  /** Told of each instance (namespace/name) of which something is new. */
  readonly enqueue: (instance: string) => void;
  readonly log: Logger;
}

export interface RunningDependencyWatch extends DependencyWatch {
  /** How many instances have a row in a state, for each row and state that there is. */
  readonly states: () => readonly { readonly row: number; readonly state: CheckState; readonly instances: number }[];
  /** Ends all checks, and forgets all instances. */
  readonly stop: () => void;
}

interface WatchedRow {
  readonly number: number;
  /** What is known now. */
  readonly verdict: () => Verdict;
  readonly end: () => void;
  /** Whether something that it needs is still to be read. */
  readonly waiting: boolean;
}

interface WatchedInstance {
  readonly request: DependencyRequest;
  readonly rows: readonly WatchedRow[];
  /** What was said of each row last. */
  readonly said: Map<number, Verdict>;
}

/** Keeps the checks of all instances going; which are the same are done once. */
export function createDependencyWatch(parts: DependencyWatchParts): RunningDependencyWatch {
  const { checker, contents, enqueue, log } = parts;
  const watched = new Map<string, WatchedInstance>();

  /** Looks at all rows of an instance; gives whether any is new. */
  function look(key: string): boolean {
    const { rows = [], said = new Map<number, Verdict>() } = watched.get(key) ?? {};
    let changed = false;
    for (const { number, verdict } of rows) {
      const [before, after] = [said.get(number), verdict()];
      if (sameVerdict(before, after)) continue;
      changed = true;
      said.set(number, after);
      noteChange(log, key, number, before, after);
    }
    return changed;
  }

  function known(instance: InstanceRef): ReadonlyMap<number, DependencyVerdict> {
    const key = keyOf(instance);
    look(key);
    const said = [...(watched.get(key)?.said ?? [])];
    return new Map(said.map(([row, { reason, message }]) => [row, { reason, message }]));
  }

  return {
    observe(instance, request) {
      const key = keyOf(instance);
      const before = watched.get(key);
      const same = before !== undefined && isDeepStrictEqual(before.request, request);
      if (!same || before.rows.some(({ waiting }) => waiting)) {
        contents.retain(key, neededKeys(instance, parts.dialling === 'on' ? request.checks : []));
        const onChange = () => {
          if (look(key)) enqueue(key);
        };
        // Before the old ones end: a check that goes on is not begun anew.
        const rows = request.checks.map((check) => watchRow(check, instance, request, parts, onChange));
        before?.rows.forEach(({ end }) => end());
        const numbers = new Set(rows.map(({ number }) => number));
        const said = new Map([...(before?.said ?? [])].filter(([number]) => numbers.has(number)));
        watched.set(key, { request, rows, said });
      }
      return known(instance);
    },
    known,
    forget(instance) {
      const key = keyOf(instance);
      watched.get(key)?.rows.forEach(({ end }) => end());
      watched.delete(key);
      contents.retain(key, new Map());
    },
    states: () => statesOf([...watched.values()]),
    stop() {
      checker.stop();
      for (const key of watched.keys()) contents.retain(key, new Map());
      watched.clear();
    },
  };
}

function watchRow(
  check: ConnectionCheck,
  instance: InstanceRef,
  request: DependencyRequest,
  parts: DependencyWatchParts,
  onChange: () => void,
): WatchedRow {
  const look = watchLook(check, instance, request, parts, onChange);
  const pods = parts.dialling === 'on' ? request.pods[check.workload] : [];
  const asker = { party: instance.namespace, intervalMs: request.intervalMs };
  const words = podChecks(check, pods).map((one) => parts.checker.subscribe(one.check, asker, onChange));
  return {
    number: check.row,
    verdict: () =>
      withPodsWord(
        look.verdict(),
        words.map((word) => word.verdict()),
      ),
    end: () => {
      look.end();
      words.forEach((word) => word.end());
    },
    waiting: look.waiting,
  };
}

type Look = Pick<WatchedRow, 'verdict' | 'end' | 'waiting'>;

/** Looks at a row from outside, whatever the pods say. */
function watchLook(
  check: ConnectionCheck,
  { namespace }: InstanceRef,
  { pods, intervalMs }: DependencyRequest,
  { checker, contents, endpointsOf, dialling, searchDomains }: DependencyWatchParts,
  onChange: () => void,
): Look {
  switch (check.kind) {
    case 'own-service':
      return fixed(() => verdictOfService(endpointsOf(`${namespace}/${check.service}`)));
    case 'sidecar':
      return fixed(() => notChecked('ThroughSidecar', 'Consul Connect leads on from the loopback of the pod'));
    case 'dial': {
      if (dialling !== 'on') return fixed(() => notChecked(dialling, diallingWords[dialling]));
      const found = checksOfRow(check, {
        searchDomains: searchDomains(namespace),
        read: ({ kind, name, key }) => contents.read(referencedObject(kind, { namespace, name }), key),
        pods: pods[check.workload],
      });
      if (found.kind === 'none') return { ...fixed(() => found.verdict), waiting: found.waiting };
      const several = found.checks.length > 1;
      const endpoints = found.checks.map((one) => {
        const subscription = checker.subscribe(one.check, { party: namespace, intervalMs }, onChange);
        return { end: () => subscription.end(), verdict: () => named(one, subscription.verdict(), several) };
      });
      return {
        verdict: () => worstOf(endpoints.map(({ verdict }) => verdict())) ?? pending,
        end: () => endpoints.forEach(({ end }) => end()),
        waiting: false,
      };
    }
  }
}

const pending = notChecked('Pending', 'no check has been completed yet');

const diallingWords = {
  OutsideCluster: 'the operator runs outside the cluster',
  Off: 'the operator was started not to check',
} as const satisfies Record<Exclude<Dialling, 'on'>, string>;

function fixed(verdict: () => Verdict): Look {
  return { verdict, end: () => undefined, waiting: false };
}

/** Of several endpoints the one that is in trouble has its name in the message. */
function named({ name }: EndpointCheck, verdict: Verdict, several: boolean): Verdict {
  if (!several || verdict.state === 'Reachable' || verdict.reason === 'Pending') return verdict;
  return { ...verdict, message: `${name ?? 'one of several'}: ${verdict.message}` };
}

function podChecks({ podMetric }: ConnectionCheck, pods: readonly CheckedPod[]): readonly EndpointCheck[] {
  if (podMetric === undefined) return [];
  return pods.flatMap(({ name, ip }) => {
    if (ip === undefined) return [];
    const protocol = { kind: 'pod-metric', metric: podMetric.name } as const;
    const check = { host: ip, port: podMetric.port, searchDomains: [], tls: { mode: 'disable' }, protocol } as const;
    return [{ name, check }];
  });
}

function neededKeys({ namespace }: InstanceRef, checks: readonly ConnectionCheck[]): NeededKeys {
  const needed = new Map<ReferencedObject, Set<string>>();
  for (const { kind, name, key } of checks.flatMap((check) => (check.kind === 'dial' ? keysOfRow(check) : []))) {
    const object = referencedObject(kind, { namespace, name });
    needed.set(object, (needed.get(object) ?? new Set()).add(key));
  }
  return needed;
}

function statesOf(instances: readonly WatchedInstance[]): ReturnType<RunningDependencyWatch['states']> {
  const all = instances.flatMap(({ said }) => [...said].map(([row, { state }]) => ({ row, state })));
  const groups = Map.groupBy(all, ({ row, state }) => `${row} ${state}`);
  return [...groups.values()].flatMap((group) => group.slice(0, 1).map((one) => ({ ...one, instances: group.length })));
}

function noteChange(log: Logger, instance: string, row: number, before: Verdict | undefined, after: Verdict): void {
  if (after.reason === 'Pending') return;
  const { state, reason, message } = after;
  const fields = { instance, row, state, reason, problem: message, before: before?.reason };
  if (state === 'Unreachable' || state === 'AuthenticationFailed') log.warn(fields, 'dependency does not answer');
  else log.info(fields, 'dependency looked at');
}

function keyOf({ namespace, name }: InstanceRef): string {
  return `${namespace}/${name}`;
}
