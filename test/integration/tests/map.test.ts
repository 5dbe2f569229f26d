import { statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connections } from '@ixn/connections';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems } from '../src/browser/accessibility.ts';
import { startBrowser, type TestBrowser } from '../src/browser/open-page.ts';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilInstance } from '../src/instance.ts';
import {
  closedPort,
  type HttpNeighbour,
  mappedInstance,
  type Neighbour,
  startHttpNeighbour,
  startTcpNeighbour,
} from '../src/map-scene.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { type OperatorProxy, startProxy } from '../src/operator-proxy.ts';
import { installPlugin, type RunningPlugin } from '../src/plugin.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const name = 'tenant-100';
/** Of the checks of a dependency: long, so that a busy machine does not make two of one. */
const intervalMs = 5_000;
const pictures = resolve(import.meta.dirname, '../../../docs');
const schemes = ['light', 'dark'] as const;

describe('kubectl ixn map', () => {
  const plugin = installPlugin();
  const commands: RunningPlugin[] = [];
  let namespace: TestNamespace;
  let operator: RunningOperator;
  let browser: TestBrowser;
  let voiceConfig: HttpNeighbour;
  let neighbours: readonly Neighbour[];
  let url: string;

  beforeAll(async () => {
    voiceConfig = await startHttpNeighbour();
    const [confServer, voiceRq, pulse] = [
      await startTcpNeighbour(),
      await startTcpNeighbour(),
      await startTcpNeighbour(),
    ];
    neighbours = [voiceConfig, confServer, voiceRq, pulse];
    browser = await startBrowser();
    namespace = await createNamespace('voice');
    const surroundings = { mayDial: () => 'allowed' as const, intervalMs, maxBackOffMs: intervalMs };
    operator = await startOperator([namespace.name], ['--dependency-checks', 'always'], undefined, { surroundings });
    await namespace.apply(sampleSecret());
    const ports = {
      confServer: confServer.port,
      voiceRq: voiceRq.port,
      configNode: voiceConfig.port,
      redis: await closedPort(),
      pulse: pulse.port,
    };
    await namespace.apply(mappedInstance(name, ports));
    await untilInstance(namespace, name, 'was looked at', ({ Ready }, instance) => {
      const rows: readonly { readonly reason?: string }[] = instance['status'].connections;
      return Ready?.status === 'True' && !rows.some(({ reason }) => reason === 'Pending');
    });
    ({ url } = await startMap(name));
  });
  afterAll(async () => {
    await Promise.all(commands.map((command) => command.interrupt()));
    await Promise.all([browser?.close(), operator?.stop(), ...(neighbours ?? []).map(({ stop }) => stop())]);
  });

  async function startMap(instance: string, flags: readonly string[] = [], { name: where } = namespace) {
    const command = plugin.start(['map', instance, '-n', where, '--no-open', ...flags]);
    commands.push(command);
    const told = await eventually('the address is told', async () => /http:\S+/.exec(command.output())?.[0]);
    return { command, url: told };
  }

  it.each(schemes)('shows every row, without a complaint of the browser or of axe, in %s', async (colorScheme) => {
    const { page, complaints } = await browser.open(url, { colorScheme, viewport: { width: 1180, height: 890 } });
    await chip(page, 5).waitFor();
    for (const { number } of connections) {
      expect(await chip(page, number).count()).toBe(1);
      expect(await tableRow(page, number).count()).toBe(1);
    }
    expect(await chip(page, 5).textContent()).toMatch(/^Row 5 IXN to Config Server 127.0.0.1:[0-9]+, Reachable$/);
    expect(await chip(page, 15).textContent()).toContain('ConnectionRefused');
    expect(await page.getByRole('status').textContent()).toBe('Live');
    expect(await accessibilityProblems(page)).toEqual([]);
    const picture = join(pictures, `map-${colorScheme}.png`);
    if (process.env['UPDATE_SCREENSHOTS']) writeFileSync(picture, await page.screenshot());
    expect(statSync(picture).size).toBeLessThan(300_000);
    await chip(page, 15).click();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('lays nothing over anything else, and fits a small screen', async () => {
    for (const width of [1440, 1180, 960, 360]) {
      const { page } = await browser.open(url, { viewport: { width, height: 800 } });
      await chip(page, 5).waitFor();
      expect({ width, overlaps: await overlaps(page) }).toEqual({ width, overlaps: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
  });

  it('is used by the keyboard alone, and sees a dependency break and answer again with the next check', async () => {
    const { page, complaints } = await browser.open(url);
    await chip(page, 14).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^Row 3 GWS IXN service/);
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toMatch(/^Row 2 /);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Home');
    for (const _ of connections) {
      if ((await focused(page)).startsWith('Row 14 ')) break;
      await page.keyboard.press('ArrowDown');
    }
    expect(await focused(page)).toMatch(/^Row 14 IXN Node to Voice config .* Reachable$/);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');

    await page.keyboard.press('Enter');
    const details = page.getByRole('dialog');
    expect(await details.textContent()).toContain('Reachable');
    const before = voiceConfig.asked();
    voiceConfig.fail(true);
    await details.getByText('ServerError: it answers with HTTP status 503').waitFor();
    // The first check tells; while the page is told, a second one may have begun.
    expect(voiceConfig.asked() - before).toBeLessThanOrEqual(2);
    expect(await details.textContent()).toContain('Look at the log of the server.');

    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'hidden' });
    expect(await focused(page)).toMatch(/^Row 14 .*, ServerError$/);
    expect(await page.title()).toContain('failing');
    const log = page.getByRole('log');
    expect(await log.textContent()).toContain(
      'Row 14, IXN Node to Voice config: Unreachable, ServerError; it was Reachable',
    );
    voiceConfig.fail(false);
    await log.getByText('Row 14, IXN Node to Voice config: Reachable; it was Unreachable').waitFor();

    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^Row 1: /);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await details.waitFor();
    expect(await details.textContent()).toContain('Row 19: IXN → Pulse Stat Server(s)');
    await page.keyboard.press('Escape');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('says since when it is stale while the API server is away, and is live again by itself', async () => {
    const proxy: OperatorProxy = await startProxy();
    const kubeconfig = join(plugin.folder, 'through-proxy.yaml');
    writeFileSync(kubeconfig, proxy.kubeconfig, { mode: 0o600 });
    const { command, url: own } = await startMap(name, ['--kubeconfig', kubeconfig]);
    const { page, complaints } = await browser.open(own);
    const status = page.getByRole('status');
    await status.getByText('Live').waitFor();
    proxy.setPlan(() => ({ kind: 'drop', when: 'before' }));
    for (const watch of proxy.watches()) watch.cut();
    await status.getByText(/^Stale since [0-9:]+: ConnectionFailed/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    // A page that is opened now must not take it for live either.
    const late = await browser.open(own);
    await late.page.getByRole('status').getByText('Stale since').waitFor();
    proxy.setPlan(undefined);
    await status.getByText('Live').waitFor();
    await command.interrupt();
    await proxy.close();
    expect(complaints).toEqual([]);
  });

  it('shows markup in a resource as the text that it is, and says that the resource was deleted', async () => {
    const hostile = `<img src=x onerror="document.title='taken'">`;
    const row = { number: 16, state: 'Unreachable', endpoint: hostile, reason: 'TimedOut', message: hostile };
    // No operator looks after this one.
    const elsewhere = await createNamespace('map-alone');
    await elsewhere.apply(sampleInstance('alone'));
    const status = { observedGeneration: 1, connections: [row] };
    await elsewhere.patch('interactionservers/status', 'alone', { status });
    const { url: own, command } = await startMap('alone', [], elsewhere);
    const { page, complaints } = await browser.open(own);
    await chip(page, 16).click();
    expect(await page.getByRole('dialog').textContent()).toContain(`TimedOut: ${hostile}`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toContain('taken');
    await page.keyboard.press('Escape');
    await elsewhere.delete('interactionservers', 'alone');
    await page.getByRole('status').getByText('The resource was deleted').waitFor();
    expect(complaints).toEqual([]);
    await command.interrupt();
  });

  it('says which port it cannot have, and ends with 1', async () => {
    const { port } = new URL(url);
    const refused = await plugin.run(['map', name, '-n', namespace.name, '--no-open', '--port', port]);
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('error: PortUnavailable'),
    });
  });

  it('ends with 0 on Ctrl-C, and the page says so', async () => {
    const { command, url: own } = await startMap(name);
    const { page, complaints } = await browser.open(own);
    await page.getByRole('status').getByText('Live').waitFor();
    expect(await command.interrupt()).toBe(0);
    await page
      .getByRole('status')
      .getByText(/^Stale since .*: kubectl ixn map was ended/)
      .waitFor();
    expect(complaints).toEqual([]);
  });
});

function chip(page: Page, number: number): Locator {
  return page.getByRole('group', { name: 'Map' }).getByRole('button', { name: new RegExp(`^Row ${number}\\b`) });
}

function tableRow(page: Page, number: number): Locator {
  return page.getByRole('row').getByRole('button', { name: new RegExp(`^Row ${number}\\b`) });
}

/** What the element that has the focus is called. */
async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent`),
  );
}

/** Pairs of things on the map that lie over each other, and texts that are wider than their place and not cut off in order. */
async function overlaps(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    const things = [...document.querySelectorAll('.card, .box, .centre .chip')];
    const parts = [...document.querySelectorAll('.chip')].map((chip) => [...chip.children].filter((each) => each.offsetWidth > 1));
    const meets = (one, other) => {
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
    };
    const found = [];
    for (const group of [things, ...parts]) {
      for (const [at, one] of group.entries()) {
        for (const other of group.slice(at + 1)) {
          if (meets(one, other)) found.push([one.textContent, other.textContent]);
        }
      }
    }
    return found;
  })()`);
}
