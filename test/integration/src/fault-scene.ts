import type { OperatorTimings } from '@ixn/operator';
import type { Fault, FaultPlan, ProxiedRequest } from '@ixn/test-kit';
import { onTestFinished } from 'vitest';
import { createNamespace, type TestNamespace } from './cluster.ts';
import { untilReady } from './instance.ts';
import { type RunningOperator, startOperator } from './operator.ts';
import { type OperatorProxy, startProxy } from './operator-proxy.ts';
import { sampleInstance, sampleSecret } from './samples.ts';
import { untilStoresEqualServer } from './stores-and-server.ts';

/** A namespace with one instance, and a fault proxy for the operator that looks after it. */
export interface FaultScene {
  readonly namespace: TestNamespace;
  readonly proxy: OperatorProxy;
}

export interface SettledScene extends FaultScene {
  readonly operator: RunningOperator;
}

/** The name of the instance. */
export const instanceName = 'tenant-1';

/** Opens a scene without an operator; it closes with the test. */
export async function openFaultScene(): Promise<FaultScene> {
  const namespace = await createNamespace('faults');
  await namespace.apply(sampleSecret());
  await namespace.apply(sampleInstance(instanceName));
  const proxy = await startProxy();
  onTestFinished(() => proxy.close());
  return { namespace, proxy };
}

/** Starts an operator behind the proxy; resolves when it works. It ends with the test. */
export async function startBehindProxy(
  { namespace, proxy }: FaultScene,
  timings?: OperatorTimings,
): Promise<RunningOperator> {
  const operator = await startOperator([namespace.name], [], proxy.kubeconfig, timings && { timings });
  onTestFinished(() => operator.stop());
  return operator;
}

/** Opens a scene whose instance an operator has made Ready. */
export async function settledScene(timings?: OperatorTimings): Promise<SettledScene> {
  const scene = await openFaultScene();
  const operator = await startBehindProxy(scene, timings);
  await untilSettled(scene, operator);
  return { ...scene, operator };
}

/** Long, as several control planes may share the machine. */
export const patienceMs = 60_000;

/** Waits until the instance is Ready and the operator's stores equal what the API server lists. */
export async function untilSettled({ namespace }: FaultScene, operator: RunningOperator): Promise<void> {
  await untilReady(namespace, instanceName, patienceMs);
  await untilStoresEqualServer(operator, namespace.name);
}

/** Strikes the next requests that match, as many as told. */
export function strikingNext(times: number, fault: Fault, matches: (request: ProxiedRequest) => boolean): FaultPlan {
  let left = times;
  return (request) => {
    if (left === 0 || !matches(request)) return undefined;
    left -= 1;
    return fault;
  };
}

/** The line by which a watch tells of an error. */
export function errorLine(code: number): string {
  const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message: 'a fault that was asked for' };
  return `${JSON.stringify({ type: 'ERROR', object })}\n`;
}
