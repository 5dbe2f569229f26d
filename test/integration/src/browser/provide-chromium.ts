import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cacheFolder, fillCache, runCommand } from '@ixn/control-plane';

/** A browser, and what it needs to be started. */
export interface Chromium {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Names the browser where no package has one. */
const ownBrowserVariable = 'IXN_CHROMIUM';

/**
 * The browser of the package @sparticuz/chromium, unpacked into the cache; it is for Linux on x64. Elsewhere, and wherever
 * IXN_CHROMIUM names one, another one. Rejects with what a person can do about it.
 */
export async function provideChromium(env: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  const own = env[ownBrowserVariable];
  if (own !== undefined && own !== '') return { executable: own, environment: {} };
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') {
    throw new Error(
      `the tests of kubectl ixn map need a Chromium, and no package has one for ${platform}: name one with ${ownBrowserVariable}=PATH`,
    );
  }
  const folder = await unpackedPackage();
  const executable = join(folder, 'chromium');
  const environment = { FONTCONFIG_PATH: join(folder, 'fonts') };
  // The libraries of the machine, where it has them: those of the package are of one distribution.
  const { exitCode } = await runCommand(executable, ['--version'], { env });
  return exitCode === 0
    ? { executable, environment }
    : { executable, environment: { ...environment, LD_LIBRARY_PATH: join(folder, 'lib') } };
}

async function unpackedPackage(): Promise<string> {
  const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const manifest: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const cache = join(cacheFolder(), `chromium-${String(Reflect.get(Object(manifest), 'version'))}`);
  const browser = { name: 'browser' };
  await fillCache({
    cache,
    wanted: [browser],
    title: 'Chromium',
    onProgress: () => undefined,
    provide: async (_, workshop, keep) => {
      await unpack(join(packageFolder, 'bin'), join(workshop, browser.name), join(cache, browser.name));
      await keep(browser);
    },
  });
  return join(cache, browser.name);
}

/** Unpacks what lies in the package into a folder that will be at `place`. */
async function unpack(packed: string, folder: string, place: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await inflate(join(packed, 'chromium.br'), join(folder, 'chromium'), 0o755);
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
    const tar = join(folder, basename(archive, '.br'));
    await inflate(join(packed, archive), tar, 0o644);
    const { exitCode, stderr } = await runCommand('tar', ['-x', '-f', tar, '-C', folder]);
    if (exitCode !== 0) throw new Error(`tar cannot unpack ${archive}: ${stderr}`);
    await rm(tar);
  }
  await writeFile(join(folder, 'fonts', 'fonts.conf'), fontsConfiguration(join(place, 'fonts')));
}

function inflate(from: string, to: string, mode: number): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

/** The font of the package for all text, so that pictures look the same everywhere; those of the machine for what it lacks. */
function fontsConfiguration(folder: string): string {
  const prefer = ['sans-serif', 'system-ui'].map(
    (family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
  );
  const folders = [folder, '/usr/share/fonts'].map((each) => `<dir>${each}</dir>`);
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    `<fontconfig>${folders.join('')}<cachedir>${join(folder, 'cache')}</cachedir>${prefer.join('')}</fontconfig>`,
    '',
  ].join('\n');
}
