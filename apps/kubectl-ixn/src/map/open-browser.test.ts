import { expect, it } from 'vitest';
import { browserCommand, openInBrowser } from './open-browser.ts';

it.each([
  ['darwin', {}, 'open'],
  ['win32', {}, 'rundll32'],
  ['linux', { DISPLAY: ':0' }, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
  ['linux', {}, undefined],
] as const)('opens the browser on %s with %j by %s', (platform, environment, program) => {
  expect(browserCommand('http://127.0.0.1/', platform, environment)?.[0]).toBe(program);
});

it('says when there is no desktop', async () => {
  expect(await openInBrowser('http://127.0.0.1/', {}, 'linux')).toBe(false);
});

it('says when the desktop has no program for it', async () => {
  expect(await openInBrowser('http://127.0.0.1/', {}, 'win32')).toBe(false);
});
