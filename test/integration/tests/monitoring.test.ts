import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { findFreePorts } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../../tools/monitoring/dashboards.ts';
import { namedMetrics } from '../../../tools/monitoring/metric-names.ts';
import { ruleGroups } from '../../../tools/monitoring/prometheus-rule.ts';
import { createNamespace, eventually } from '../src/cluster.ts';
import { untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { type Prometheus, providePrometheus, startPrometheus } from '../src/prometheus.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const standIn = resolve(import.meta.dirname, '../../../apps/stand-in/src/main.ts');

/** Starts a stand-in of a role that has nothing to connect to; gives where it serves /metrics, and how it ends. */
async function startStandIn(role: string) {
  const [defaultPort = 0, healthPort = 0] = await findFreePorts(2);
  const env = { TENANT_ID: 'tenant', TENANT_SID: '100', DEFAULT_PORT: `${defaultPort}`, HEALTH_PORT: `${healthPort}` };
  const child = spawn(process.execPath, [standIn, 'serve', '--role', role], { env, stdio: 'ignore' });
  return { address: `127.0.0.1:${healthPort}`, stop: () => void child.kill('SIGKILL') };
}

/** Every query of every panel; for a variable, everything. */
function panelQueries(): readonly string[] {
  const [...texts] = JSON.stringify(Object.values(dashboards())).matchAll(/"expr":("(?:[^"\\]|\\.)*")/g);
  return texts.map(([, text = '""']) => String(JSON.parse(text)).replaceAll('$namespace', '.*'));
}

interface Targets {
  readonly activeTargets: readonly { readonly labels: { readonly job: string }; readonly health: string }[];
}
interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface Rule {
  readonly name: string;
  readonly health: string;
  readonly state: string;
  readonly lastError?: string;
}
interface Found {
  readonly result: readonly { readonly value: readonly [number, string] }[];
}

describe('Prometheus, which scrapes the operator and an instance and has the alerts', () => {
  let operator: RunningOperator;
  let prometheus: Prometheus;
  const ends: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    const command = await providePrometheus();
    const namespace = await createNamespace('scraped');
    operator = await startOperator([namespace.name], ['--dependency-checks', 'always']);
    ends.push(() => operator.stop());
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('seen'));
    await namespace.apply(sampleInstance('with-everything', 'full.yaml'));
    await untilReady(namespace, 'seen');
    const ixn = await startStandIn('ixnServer');
    const node = await startStandIn('ixnNode');
    ends.push(ixn.stop, node.stop);
    const at = { namespace: namespace.name };
    const targets = [
      { job: 'interaction-server-operator', address: operator.address, labels: {} },
      { job: 'seen-ixn', address: ixn.address, labels: { ...at, pod: 'seen-ixn-0' } },
      { job: 'seen-ixn-node', address: node.address, labels: { ...at, pod: 'seen-ixn-node-0' } },
    ];
    prometheus = await startPrometheus(command, targets, ruleGroups());
    ends.push(() => prometheus.stop());
    await eventually('every target was scraped', async () => {
      const { activeTargets } = (await prometheus.get('/api/v1/targets')) as Targets;
      return activeTargets.length === 3 && activeTargets.every(({ health }) => health === 'up') ? true : undefined;
    });
  }, 900_000);

  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  async function valuesOf(query: string): Promise<readonly number[]> {
    const { result } = (await prometheus.get('/api/v1/query', { query })) as Found;
    return result.map(({ value: [, value] }) => Number(value));
  }

  async function rules(): Promise<readonly Rule[]> {
    return ((await prometheus.get('/api/v1/rules')) as Rules).groups.flatMap((group) => group.rules);
  }

  it('knows every metric that an alert or a dashboard names', async () => {
    const families = new Set(Object.keys((await prometheus.get('/api/v1/metadata')) as object));
    const named = namedMetrics();
    expect(named.filter((name) => !families.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it('understands every query of the dashboards, and has something to show but of what has not happened', async () => {
    const queries = panelQueries();
    const empty = async () => {
      const values = await Promise.all(queries.map(valuesOf));
      return queries.filter((_, at) => values[at]?.length === 0);
    };
    await eventually('every other panel shows something', async () => {
      return (await empty()).every((query) => /retry_delay|restarts_total/.test(query)) ? true : undefined;
    });
    expect(await valuesOf('ixn_operator_leading')).toEqual([1]);
  });

  it('evaluates every alert, and none says that the operator does not work', async () => {
    await eventually('every alert was evaluated', async () => {
      const found = await rules();
      const working = found.find(({ name }) => name === 'IxnOperatorNotWorking');
      return working?.state === 'inactive' && found.every(({ health }) => health === 'ok') ? true : undefined;
    });
  });

  it('sees that the operator works no more', async () => {
    await operator.stop();
    await eventually('the alert waits for its time', async () => {
      const found = (await rules()).find(({ name }) => name === 'IxnOperatorNotWorking');
      return found?.state === 'pending' ? true : undefined;
    });
  });
});
