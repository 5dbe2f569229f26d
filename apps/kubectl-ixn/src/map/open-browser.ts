import { spawn } from 'node:child_process';

/** The program that opens an address in the browser of this desktop, with its arguments; undefined where there is no desktop. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly [program: string, ...args: string[]] | undefined {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default:
      // Without a display it would start a browser for terminals, over what stands there.
      return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? ['xdg-open', url] : undefined;
  }
}

/** Has the desktop open an address. False where nothing can. */
export function openInBrowser(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
  platform = process.platform,
): Promise<boolean> {
  const command = browserCommand(url, platform, environment);
  if (command === undefined) return Promise.resolve(false);
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
