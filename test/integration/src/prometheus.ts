import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildTool, findFreePorts, poll, startGuard, startManagedProcess } from '@ixn/control-plane';
import { stringify } from 'yaml';

/** What Prometheus scrapes: the address of /metrics by a job's name. */
export interface ScrapeTarget {
  readonly job: string;
  /** As host:port. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A Prometheus server that scrapes and evaluates once a second. */
export interface Prometheus {
  /** The `data` that its HTTP API answers a GET with, such as of `/api/v1/rules`; rejects with its error. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Builds Prometheus, or finds it in the cache; on a machine that has no Go module yet this takes minutes. */
export async function providePrometheus(): Promise<string> {
  const folder = resolve(import.meta.dirname, '../../tools/prometheus');
  return buildTool({ folder, program: 'prometheus', tags: ['remove_all_sd'], onProgress: console.log });
}

/** Starts it with these targets and rule groups; resolves when it is ready. */
export async function startPrometheus(
  command: string,
  targets: readonly ScrapeTarget[],
  rules: object,
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-prometheus-'));
  const [port = 0] = await findFreePorts(1);
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: targets.map(({ job, address, labels }) => ({
      job_name: job,
      static_configs: [{ targets: [address], labels }],
    })),
  };
  writeFileSync(join(folder, 'rules.yaml'), stringify(rules));
  writeFileSync(join(folder, 'prometheus.yaml'), stringify(configuration));
  const guard = startGuard([folder]);
  const process = startManagedProcess({
    name: 'prometheus',
    command,
    args: [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    logPath: join(folder, 'log'),
    cwd: folder,
    guard,
  });
  const stop = async () => {
    await process.kill();
    await guard.dismiss();
    rmSync(folder, { recursive: true, force: true });
  };
  const address = `http://127.0.0.1:${port}`;
  await poll({ until: 'Prometheus is ready', timeoutMs: 60_000 }, async () => {
    if (process.ended() !== undefined) throw new Error(`${process.ended()}: ${await process.lastLogLines(20)}`);
    const answer = await fetch(`${address}/-/ready`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
  return {
    get: async (path, query = {}) => {
      const answer = await fetch(`${address}${path}?${new URLSearchParams(query).toString()}`);
      const body: unknown = await answer.json();
      const { data, error } = body as { readonly data?: unknown; readonly error?: string };
      if (!answer.ok) throw new Error(`${path} ${JSON.stringify(query)}: ${error}`);
      return data;
    },
    stop,
  };
}
