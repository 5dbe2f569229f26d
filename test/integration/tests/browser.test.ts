import { afterEach, describe, expect, it, vi } from 'vitest';
import { startBrowser } from '../src/browser/open-page.ts';

describe('the browser of the tests', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('fails with its own path and what the system says where it cannot be started', async () => {
    vi.stubEnv('IXN_CHROMIUM', '/nowhere/chromium');
    await expect(startBrowser()).rejects.toThrow(/^Chromium does not start \(\/nowhere\/chromium\): .*(ENOENT|exist)/s);
  });
});
