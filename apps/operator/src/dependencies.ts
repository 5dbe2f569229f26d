import { readFileSync } from 'node:fs';
import {
  checkDependency,
  createAddressLookup,
  createChecker,
  createDialPolicy,
  createOneAtATime,
  defaultStepTimeouts,
  defaultWholeTimeoutMs,
  type Surroundings,
} from '@ixn/dependency-checks';
import type { KubeClient } from '@ixn/kube-client';
import type { Logger } from '@ixn/telemetry';
import type { Registry } from 'prom-client';
import { addDependencyMetrics } from './dependency-metrics.ts';
import { createDependencyWatch, type Dialling, type RunningDependencyWatch } from './dependency-watch.ts';
import { createReferenceContents, type ReferenceContents } from './reference-contents.ts';
import type { ReferenceVersions } from './reference-versions.ts';
import { searchDomainsOf } from './search-domains.ts';
import type { Stores } from './stores.ts';

/** What tests replace of the world that checks look at. */
export type DependencySurroundings = Partial<Omit<Surroundings, 'now'>> & {
  readonly maxBackOffMs?: number;
  /** In place of the interval in the spec, which is never shorter than ten seconds. */
  readonly intervalMs?: number;
};

export interface DependenciesParts {
  readonly client: Pick<KubeClient, 'get'>;
  readonly stores: Pick<Stores, 'endpoints'>;
  readonly versions: ReferenceVersions;
  readonly dialling: Dialling;
  readonly enqueue: (instance: string) => void;
  readonly registry: Registry;
  readonly log: Logger;
  readonly surroundings?: DependencySurroundings;
}

export interface Dependencies {
  readonly watch: RunningDependencyWatch;
  readonly contents: ReferenceContents;
}

/** A check ends within thirty seconds, most within milliseconds: even if all hang, some get their turn each second. */
const maxAtOnce = 64;

const maxBackOffMs = 300_000;

/** Puts together what finds out whether the dependencies of instances answer. */
export function assembleDependencies(parts: DependenciesParts): Dependencies {
  const { client, stores, versions, dialling, enqueue, registry, log, surroundings = {} } = parts;
  const world: Surroundings = {
    mayDial: createDialPolicy(),
    addressesOf: createAddressLookup(),
    timeouts: defaultStepTimeouts,
    wholeTimeoutMs: defaultWholeTimeoutMs,
    inTurn: createOneAtATime(),
    now: Date.now,
    ...surroundings,
  };
  const checker = createChecker({
    check: (check, signal) => checkDependency(check, world, signal),
    now: () => performance.now(),
    random: Math.random,
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    maxAtOnce,
    maxBackOffMs: surroundings.maxBackOffMs ?? maxBackOffMs,
    onChecked: (event) => noteChecked(event),
    onError: (error) => log.error({ err: error }, 'a check of a dependency met a bug'),
  });
  const contents = createReferenceContents({ client, versions, onRead: enqueue });
  const resolvConf = readResolvConf();
  const watch = createDependencyWatch({
    checker,
    contents,
    endpointsOf: (service) => stores.endpoints?.byIndex('service', service) ?? [],
    dialling,
    searchDomains: (namespace) => searchDomainsOf(namespace, resolvConf),
    enqueue,
    log,
  });
  const { intervalMs } = surroundings;
  const noteChecked = addDependencyMetrics(registry, { states: watch.states, counts: () => checker.counts() });
  const observe: RunningDependencyWatch['observe'] = (instance, request) =>
    watch.observe(instance, intervalMs === undefined ? request : { ...request, intervalMs });
  return { watch: { ...watch, observe }, contents };
}

/** Empty where there is none. */
function readResolvConf(): string {
  try {
    return readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    return '';
  }
}
