import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildTool, runCommand } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Alert, Series } from '../../../tools/monitoring/alert.ts';
import { alertGroups, ruleGroups } from '../../../tools/monitoring/prometheus-rule.ts';

const alerts = Object.values(alertGroups).flat();

describe('the alerts, as promtool evaluates them', () => {
  let folder = '';
  let promtool = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ixn-alerts-'));
    writeFileSync(join(folder, 'rules.yaml'), stringify(ruleGroups(), { lineWidth: 0 }));
    // Without service discovery, which tests of rules do not need, it is half as much to build.
    const folderOfModule = resolve(import.meta.dirname, '../../tools/prometheus');
    promtool = await buildTool({ folder: folderOfModule, tags: ['remove_all_sd'], onProgress: console.log });
    // On a machine where no Go module has been downloaded yet this takes minutes.
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs promtool's own unit test of one alert; gives what it complains of. */
  async function complaints(alert: Alert, series: Series, fires: boolean): Promise<string> {
    const input = Object.entries(series).map(([name, values]) => ({ series: name, values }));
    const expr = `count(ALERTS{alertname="${alert.name}",alertstate="firing"})`;
    const firing = { expr, eval_time: timely(alert), exp_samples: [{ labels: '{}', value: 1 }] };
    const quiet = { alertname: alert.name, eval_time: timely(alert), exp_alerts: [] };
    const expected = fires ? { promql_expr_test: [firing] } : { alert_rule_test: [quiet] };
    const test = { interval: '1m', input_series: input, ...expected };
    const file = join(folder, `${alert.name}-${fires}.yaml`);
    writeFileSync(file, stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests: [test] }));
    const { exitCode, stdout, stderr } = await runCommand(promtool, ['test', 'rules', file], { cwd: folder });
    return exitCode === 0 ? '' : `${stdout}${stderr}`;
  }

  it('are rules that promtool takes', async () => {
    const { exitCode, stdout, stderr } = await runCommand(promtool, ['check', 'rules', join(folder, 'rules.yaml')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`${alerts.length} rules found`);
  });

  it('have names of their own', () => {
    expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
  });

  it.each(alerts)('fire when they should: $name', async (alert) => {
    expect(await complaints(alert, alert.firing, true)).toBe('');
  });

  it.each(alerts)('are quiet when they should: $name', async (alert) => {
    expect(await complaints(alert, alert.quiet, false)).toBe('');
  });
});

/** When an alert has to fire at the latest: after its wait and some minutes, for what looks back. */
function timely({ for: wait }: Alert): string {
  const [, count = '0', unit = 'm'] = /^(\d+)([mhd])$/.exec(wait) ?? [];
  const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };
  return `${Number(count) * (minutesOf[unit] ?? 1) + 25}m`;
}
