import type { Caller } from './client-pod.ts';
import type { Presence } from './presence.ts';
import type { OutsideServices } from './outside-services.ts';
import type { Scene } from './scene.ts';
import { databases } from './vendor-release.ts';

type Postgres = OutsideServices['postgres'];

/** What of the tenant's data can be compared: how many rows up to some id, and the checksum of all that is in them. */
export interface Rows {
  readonly lastId: number;
  readonly count: number;
  readonly checksum: string;
}

const planted = 'planted';
const plantedCount = 500;

/** Puts rows of somebody who is long gone into a table, which nobody changes any more. */
export async function plantRows(postgres: Postgres): Promise<void> {
  for (const { name } of Object.values(databases)) {
    await postgres.query(
      `insert into interactions (role, pod) select '${planted}', 'pod-' || n from generate_series(1, ${plantedCount}) n`,
      name,
    );
  }
}

/** The rows of both databases, up to the last ids that are given; without them all. */
export async function rowsOf(postgres: Postgres, before?: readonly Rows[]): Promise<readonly Rows[]> {
  return await Promise.all(
    Object.values(databases).map(async ({ name }, index) => {
      const last = before?.[index]?.lastId;
      const [row] = await postgres.query(
        `select max(id)::text as last, count(*)::text as count, md5(string_agg(i::text, '|' order by id)) as checksum
         from interactions i ${last === undefined ? '' : `where id <= ${last}`}`,
        name,
      );
      return { lastId: Number(row?.['last']), count: Number(row?.['count']), checksum: String(row?.['checksum']) };
    }),
  );
}

/** Every session that an IXN has had with its database, in the order in which they began. */
export async function presences(postgres: Postgres): Promise<readonly Presence[]> {
  const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint::text`;
  const rows = await postgres.query(
    `select pod, ${ms('begun_at')} as from_ms, ${ms('seen_at')} as to_ms
     from interactions where role = 'ixnServer' order by begun_at`,
    databases.ixnServer.name,
  );
  return rows.map((row) => ({
    pod: String(row['pod']),
    fromMs: Number(row['from_ms']),
    toMs: Number(row['to_ms']),
  }));
}

/** Looks again and again how many sessions IXN has; the operator, which asks whether the database answers, is another client. */
export function watchSessions(postgres: Postgres): { stop(): Promise<number> } {
  const ending = new AbortController();
  const looking = (async () => {
    let most = 0;
    while (!ending.signal.aborted) {
      const [row] = await postgres.query(
        `select count(*)::text as count from pg_stat_activity 
         where usename = '${databases.ixnServer.role}' and application_name = 'stand-in'`,
      );
      most = Math.max(most, Number(row?.['count']));
      await new Promise((done) => setTimeout(done, 100));
    }
    return most;
  })();
  return {
    stop: () => {
      ending.abort();
      return looking;
    },
  };
}

/** The files of the log volume by name, as a pod that mounts it sees them. */
export async function logFiles(scene: Scene, caller: Caller): Promise<Readonly<Record<string, string>>> {
  const script = `
    const { readdirSync, readFileSync } = require('node:fs');
    const names = readdirSync('/mnt/logs').filter((name) => name.endsWith('.log'));
    const files = names.map((name) => [name, readFileSync('/mnt/logs/' + name, 'utf8')]);
    console.log(JSON.stringify(Object.fromEntries(files)));`;
  return JSON.parse(await inPod(scene, caller, script));
}

/** Puts a file into the log volume; its content, which nobody changes any more. */
export async function plantLog(scene: Scene, caller: Caller, name: string): Promise<string> {
  const line = `a line of ${caller.pod}\\n`;
  const count = 20_000;
  const script = `
    const content = '${line}'.repeat(${count});
    require('node:fs').writeFileSync('/mnt/logs/${name}', content);
    process.stdout.write(content);`;
  return await inPod(scene, caller, script);
}

async function inPod({ kubectl }: Scene, { namespace, pod }: Caller, script: string): Promise<string> {
  return await kubectl.run(['exec', '-n', namespace, pod, '-c', 'ixn-server', '--', 'node', '-e', script]);
}
