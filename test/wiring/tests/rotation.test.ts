import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueTls, type Postgres, startPostgres } from '@ixn/backing-services';
import { podAnnotations, poll } from '@ixn/control-plane';
import { readStatus } from '@ixn/interaction-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authority, longMs } from '../src/failures.ts';
import { canary, secretObject } from '../src/operator/act.ts';
import { instanceObject } from '../src/operator/instance.ts';
import { type Scene, startScene } from '../src/operator/scene.ts';
import { everythingShown, formsOf } from '../src/operator/shown-secrets.ts';
import { type JobKubelet, startJobKubelet } from '../src/rotation/job-kubelet.ts';
import { type BirthRecord, loginsOf, recordBirths, type Side } from '../src/rotation/pod-births.ts';
import { type PodWatch, watchPods } from '../src/rotation/pod-watch.ts';
import { timelineOf, writesIn } from '../src/rotation/timeline.ts';

const instance = 'rotation';
const ixn = sideOf('ixn-server', 'ixn');
const node = sideOf('ixn-node', 'ixn-node');
const admin = { username: 'administrator', first: `admin-first-${canary}`, second: `admin-second-${canary}` };

function sideOf(component: string, name: string): Side {
  const passwords = { first: `${name}-first-${canary}`, second: `${name}-second-${canary}` };
  return { component, secret: `${name}-db`, username: `${name}-role`, database: `${name}-${instance}`, passwords };
}

let scene: Scene;
let postgres: Postgres;
let pods: PodWatch;
let kubelet: JobKubelet;
let births: BirthRecord;

beforeAll(async () => {
  [scene, postgres] = await Promise.all([
    startScene(['--image', 'example/operator:1']),
    startPostgres({ tls: issueTls(authority) }),
  ]);
  await postgres.createRole(admin.username, admin.first);
  await postgres.query(`alter role ${admin.username} createdb createrole`);
  // The server writes down every statement of anybody but the test itself.
  await postgres.query("alter role postgres set log_statement = 'none'");
  await postgres.query("alter system set log_statement = 'all'");
  await postgres.query('select pg_reload_conf()');
  pods = await watchPods(scene);
  births = recordBirths(scene, pods, postgres, [ixn, node]);
  kubelet = await startJobKubelet(scene, pods);
});
afterAll(async () => {
  await kubelet.stop();
  await pods.stop();
  await Promise.all([scene.stop(), postgres.stop()]);
});

/** Both databases on the server; pods of IXN take a while to be ready, and to end. */
function instanceWithDatabases(): object {
  const dbOf = ({ secret }: Side) => ({
    host: 'localhost',
    port: postgres.port,
    credentialsSecretRef: { name: secret },
    sslMode: 'verify-full',
    ca: { secretKeyRef: { name: 'authority', key: 'ca.crt' } },
    provision: { adminSecretRef: { name: 'pg-admin' } },
  });
  const annotations = { [podAnnotations.readyAfter]: '500ms', [podAnnotations.endAfter]: '500ms' };
  return instanceObject(instance, {
    ixnServer: { db: dbOf(ixn), podTemplate: { metadata: { annotations } } },
    ixnNode: { db: dbOf(node) },
  });
}

async function untilStatus(until: string, holds: (status: Status) => boolean): Promise<void> {
  let last: Status | undefined;
  const path = `/apis/ixn.operators.dev/v1alpha1/namespaces/${scene.namespace}/interactionservers/${instance}`;
  await poll({ until, timeoutMs: 40_000, intervalMs: 100 }, async () => {
    const { body } = await scene.controlPlane.request({ path });
    last = readStatus(Object(body).status);
    return last !== undefined && holds(last) ? true : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; the status is ${JSON.stringify(last)}`, { cause: error });
  });
}

type Status = NonNullable<ReturnType<typeof readStatus>>;

function isReady({ conditions = [] }: Status): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

function runsOf(component: string): number {
  return pods.store.list().filter((pod) => pod.component === component && pod.phase === 'Running').length;
}

const untilRuns = (component: string) =>
  poll({ until: `a pod of ${component} runs`, timeoutMs: 20_000 }, () =>
    Promise.resolve(runsOf(component) || undefined),
  );

/** The steps of some components alone, in their order. */
function only(timeline: readonly string[], ...components: readonly string[]): readonly string[] {
  return timeline.filter((step) => components.some((component) => step.endsWith(` ${component}`)));
}

describe('an instance whose databases the operator makes', () => {
  it('has no pod before its database is there', { timeout: longMs }, async () => {
    const secrets = [ixn, node].map(({ secret, username, passwords: { first = '' } }) =>
      secretObject(secret, { username, password: first }),
    );
    const administrator = secretObject('pg-admin', { username: admin.username, password: admin.first });
    const trusted = secretObject('authority', { 'ca.crt': authority.certificate, note: canary });
    await scene.apply(trusted, administrator, ...secrets, instanceWithDatabases());
    await Promise.all([untilRuns('ixn-server-db'), untilRuns('ixn-node-db')]);
    expect(pods.store.list().filter(({ component }) => component === 'ixn-server' || component === 'ixn-node')).toEqual(
      [],
    );
    kubelet.release();
    await untilStatus('the instance is ready', isReady);

    const timeline = timelineOf(await writesIn(scene));
    for (const { component } of [ixn, node]) {
      const steps = [`Job made ${component}-db`, `Job done ${component}-db`, `Pod ${component}`];
      expect(only(timeline, component, `${component}-db`)).toEqual(steps);
    }
    const logins = { first: 'Answers', second: 'PasswordRejected' };
    const born = (await births.all()).toSorted((one, other) => other.component.localeCompare(one.component));
    expect(born).toEqual([ixn, node].map(({ component }) => ({ component, given: 'first', logins })));
  });

  it('has new passwords in its databases before any pod has them, IXN first', { timeout: longMs }, async () => {
    const [bornBefore, writesBefore] = [await births.all(), (await writesIn(scene)).length];
    await postgres.query(`alter role ${admin.username} password '${admin.second}'`);
    await scene.patch('secrets', 'pg-admin', { stringData: { password: admin.second } });
    kubelet.hold();
    const { second: ofIxn = '' } = ixn.passwords;
    const { second: ofNode = '' } = node.passwords;
    await scene.patch('secrets', ixn.secret, { stringData: { password: ofIxn } });
    await untilRuns('ixn-server-db');
    await scene.patch('secrets', node.secret, { stringData: { password: ofNode } });
    await untilStatus('IXN Node waits', ({ pending }) =>
      JSON.stringify(pending ?? {}).includes(`${instance}-ixn-node`),
    );
    expect(await loginsOf(postgres, ixn)).toEqual({ first: 'Answers', second: 'PasswordRejected' });
    expect(await births.all()).toEqual(bornBefore);
    kubelet.release();
    await untilStatus('the instance is ready again', (status) => isReady(status) && status.pending === undefined);

    expect(timelineOf((await writesIn(scene)).slice(writesBefore))).toEqual([
      'Job made ixn-server-db',
      'Job done ixn-server-db',
      'Pod ixn-server',
      'Job made ixn-node-db',
      'Job done ixn-node-db',
      'Pod ixn-node',
    ]);
    const born = (await births.all()).slice(bornBefore.length);
    const logins = { first: 'PasswordRejected', second: 'Answers' };
    expect(born).toEqual([ixn, node].map(({ component }) => ({ component, given: 'second', logins })));
    expect(births.most('ixn-server')).toBe(1);
  });

  it('shows nothing of a password anywhere', async () => {
    const writes = (await writesIn(scene)).map(({ requestObject }) => requestObject);
    const shown: Readonly<Record<string, string>> = {
      ...(await everythingShown(scene)),
      'all that was ever written': JSON.stringify(writes),
      'the log of PostgreSQL': await readFile(join(postgres.folder, 'logs', 'postgres.log'), 'utf8'),
      'what the Jobs say': JSON.stringify(kubelet.runs),
    };
    expect(kubelet.runs.map(({ component, exitCode }) => `${component} ${exitCode}`)).toHaveLength(4);
    expect(kubelet.runs.every(({ exitCode, lastWords }) => exitCode === 0 && lastWords !== '')).toBe(true);
    expect(shown['the log of PostgreSQL']).toMatch(/statement: alter role/i);
    expect(Object.values(shown).every((text) => text.length > 400)).toBe(true);
    const passwords = [ixn, node].flatMap((side) => Object.values(side.passwords)).concat(admin.first, admin.second);
    const forms = [canary, ...passwords].flatMap(formsOf);
    const found = Object.entries(shown).flatMap(([where, text]) => {
      return forms.filter((form) => text.includes(form)).map((form) => `${form} in ${where}`);
    });
    expect(found).toEqual([]);
  });
});
