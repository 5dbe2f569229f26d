import { type Browser, chromium, type Page } from 'playwright-core';
import { provideChromium } from './provide-chromium.ts';

/** A browser in which pages are looked at as a person would. */
export interface TestBrowser {
  readonly open: (url: string, options?: PageOptions) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface OpenPage {
  readonly page: Page;
  /** What the browser's console has, and what could not be loaded: nothing, on a good page. */
  readonly complaints: readonly string[];
}

/** Less than a test has, so that it says what was waited for. */
const waitForMs = 15_000;

/** Starts a headless Chromium. Rejects with what is wrong when it does not start: the tests that need it fail, and are not skipped. */
export async function startBrowser(): Promise<TestBrowser> {
  const { executable, environment } = await provideChromium();
  const browser: Browser = await chromium
    .launch({
      executablePath: executable,
      env: { ...process.env, ...environment },
      // Tests may run as root, and in containers, where its own sandbox cannot be set up; it sees nothing but our page.
      chromiumSandbox: false,
      args: ['--disable-gpu', '--font-render-hinting=none'],
    })
    .catch((error: unknown) => {
      throw new Error(`Chromium does not start (${executable}): ${String(error)}`, { cause: error });
    });
  return {
    async open(url, { colorScheme = 'light', viewport = { width: 1360, height: 1000 } } = {}) {
      const context = await browser.newContext({ colorScheme, viewport, locale: 'en-GB', timezoneId: 'UTC' });
      const page = await context.newPage();
      page.setDefaultTimeout(waitForMs);
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
      page.on('requestfailed', (request) => {
        // The page itself may give a request up, as it does with a stream that has ended.
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()}`);
      });
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== new URL(url).origin) complaints.push(`foreign: ${request.url()}`);
      });
      await page.goto(url);
      return { page, complaints };
    },
    close: () => browser.close(),
  };
}
