import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { findFreePorts } from '@ixn/control-plane';
import { expect, it, onTestFinished } from 'vitest';
import { namedMetrics } from '../../../tools/monitoring/metric-names.ts';
import { createNamespace, eventually } from '../src/cluster.ts';
import { startOperator } from '../src/operator.ts';

const standIn = resolve(import.meta.dirname, '../../../apps/stand-in/src/main.ts');

/** What a stand-in of a role that has nothing to connect to serves at /metrics. */
async function scrapeStandIn(role: string): Promise<string> {
  const [defaultPort = 0, healthPort = 0] = await findFreePorts(2);
  const env = { TENANT_ID: 'tenant', TENANT_SID: '100', DEFAULT_PORT: `${defaultPort}`, HEALTH_PORT: `${healthPort}` };
  const child = spawn(process.execPath, [standIn, 'serve', '--role', role], { env, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return eventually(`the stand-in of ${role} serves its metrics`, async () => {
    const answer = await fetch(`http://127.0.0.1:${healthPort}/metrics`).catch(() => undefined);
    return answer?.ok === true ? answer.text() : undefined;
  });
}

/** The families that a scrape has, as their TYPE lines name them. */
function familiesIn(scrape: string): readonly string[] {
  return [...scrape.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}

it('every metric that an alert or a dashboard names stands in a scrape of the operator or of an instance', async () => {
  const namespace = await createNamespace('scraped');
  const operator = await startOperator([namespace.name], ['--dependency-checks', 'always']);
  onTestFinished(() => operator.stop());
  const scrapes = [await operator.metrics(), await scrapeStandIn('ixnServer'), await scrapeStandIn('ixnNode')];
  const families = new Set(scrapes.flatMap(familiesIn));
  const named = namedMetrics();
  expect(named.filter((name) => !families.has(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});
