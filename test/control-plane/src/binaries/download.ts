import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../process/error-code.ts';
import { runCommand } from '../process/run-command.ts';
import type { Binary } from './catalogue.ts';

/** Where official releases lie. */
export interface ReleaseSites {
  readonly kubernetes: string;
  /** The API: it tells the digest of every file of a release. */
  readonly github: string;
}

export const officialSites: ReleaseSites = { kubernetes: 'https://dl.k8s.io', github: 'https://api.github.com' };

export interface DownloadOptions {
  readonly sites: ReleaseSites;
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** How long a server may keep silent before it counts as unreachable. */
  readonly silenceMs?: number;
}

/** Downloads the release of one binary into an existing folder, under its own name. */
export type Downloader = (binary: Binary, into: string) => Promise<void>;

const defaultSilenceMs = 4_000;
const progressIntervalMs = 8_000;

/**
 * Downloads official releases and verifies their SHA-256. Rejects with the reason; where there is no internet, within a
 * few seconds, and at once for every further file of that site.
 */
export function createDownloader(options: DownloadOptions): Downloader {
  const unreachable = new Map<string, unknown>();
  return async (binary, into) => {
    const site = siteOf(binary, options.sites);
    if (unreachable.has(site)) throw unreachable.get(site);
    try {
      const release = await findRelease(binary, site, options);
      const file = join(into, `${binary.name}.download`);
      options.onProgress(`downloading ${binary.name} ${binary.version}`);
      const digest = await fetchFile(release.url, file, binary.name, options);
      if (digest !== release.sha256) {
        await rm(file, { force: true });
        throw new Error(`${release.url} has the SHA-256 ${digest} instead of ${release.sha256}`);
      }
      await unpack(file, binary, into, release.member);
    } catch (error) {
      if (hasCode(error, noAnswer)) unreachable.set(site, error);
      throw error;
    }
  };
}

interface Release {
  readonly url: string;
  readonly sha256: string;
  /** Path in the archive; undefined when the file is the binary itself. */
  readonly member?: string;
}

const noAnswer = 'NO_ANSWER';

function siteOf(binary: Binary, sites: ReleaseSites): string {
  return binary.name === 'etcd' || binary.name === 'kwok' ? sites.github : sites.kubernetes;
}

async function findRelease(binary: Binary, site: string, options: DownloadOptions): Promise<Release> {
  const platform = { os: process.platform, arch: process.arch === 'x64' ? 'amd64' : process.arch };
  switch (binary.name) {
    case 'etcd': {
      const stem = `etcd-${binary.version}-${platform.os}-${platform.arch}`;
      const release = await findGithubRelease(`${site}/repos/etcd-io/etcd`, binary.version, `${stem}.tar.gz`, options);
      return { ...release, member: `${stem}/etcd` };
    }
    case 'kwok':
      return findGithubRelease(
        `${site}/repos/kubernetes-sigs/kwok`,
        binary.version,
        `kwok-${platform.os}-${platform.arch}`,
        options,
      );
    case 'kube-apiserver':
    case 'kube-controller-manager':
    case 'kube-scheduler':
    case 'kubectl': {
      const url = `${site}/release/${binary.version}/bin/${platform.os}/${platform.arch}/${binary.name}`;
      const sha256 = await request(`${url}.sha256`, options, (answer) => answer.text());
      return { url, sha256: sha256.trim() };
    }
  }
}

const githubRelease = z.object({
  assets: z.array(z.object({ name: z.string(), browser_download_url: z.string(), digest: z.string().nullish() })),
});

async function findGithubRelease(
  repository: string,
  tag: string,
  file: string,
  options: DownloadOptions,
): Promise<Release> {
  const url = `${repository}/releases/tags/${tag}`;
  const { assets } = await request(url, options, async (answer) => githubRelease.parse(await answer.json()));
  const asset = assets.find((candidate) => candidate.name === file);
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(asset?.digest ?? '')?.[1];
  if (asset === undefined || sha256 === undefined) throw new Error(`${url} tells no checksum of ${file}`);
  return { url: asset.browser_download_url, sha256 };
}

/** Ends a request when the server has kept silent for too long. */
interface Watchdog {
  readonly signal: AbortSignal;
  /** The server said something. */
  heard(): void;
  stop(): void;
}

function startWatchdog(options: DownloadOptions): Watchdog {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), options.silenceMs ?? defaultSilenceMs);
  return { signal: controller.signal, heard: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

/** Makes one request and hands the answer, when it has status 200, to `use`, all under one watchdog. */
async function request<Result>(
  url: string,
  options: DownloadOptions,
  use: (answer: Response, watchdog: Watchdog) => Promise<Result>,
): Promise<Result> {
  const watchdog = startWatchdog(options);
  const signals = options.signal === undefined ? [watchdog.signal] : [watchdog.signal, options.signal];
  try {
    const answer = await fetch(url, { signal: AbortSignal.any(signals) });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return await use(answer, watchdog);
  } catch (error) {
    options.signal?.throwIfAborted();
    const { host } = new URL(url);
    if (watchdog.signal.aborted) throw withCode(new Error(`no answer from ${host}`, { cause: error }), noAnswer);
    // fetch says only "fetch failed"; the reason is in its cause.
    if (error instanceof TypeError) {
      throw withCode(new Error(`cannot reach ${host}`, { cause: error.cause }), noAnswer);
    }
    throw error;
  } finally {
    watchdog.stop();
  }
}

/** Writes a download to a file and returns its SHA-256 in hex. */
async function fetchFile(url: string, path: string, name: string, options: DownloadOptions): Promise<string> {
  return request(url, options, async (answer, watchdog) => {
    if (answer.body === null) throw new Error(`${url} has no content`);
    const total = Number(answer.headers.get('content-length') ?? 0);
    const hash = createHash('sha256');
    let received = 0;
    const ticker = setInterval(() => {
      options.onProgress(`downloading ${name}: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ''}`);
    }, progressIntervalMs);
    const file = await open(path, 'w');
    try {
      const chunks: AsyncIterable<Uint8Array> = answer.body;
      for await (const chunk of chunks) {
        watchdog.heard();
        received += chunk.length;
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      clearInterval(ticker);
      await file.close();
    }
    return hash.digest('hex');
  });
}

function withCode(error: Error, code: string): Error {
  return Object.assign(error, { code });
}

async function unpack(file: string, binary: Binary, into: string, member: string | undefined): Promise<void> {
  if (member === undefined) {
    await rename(file, join(into, binary.name));
    return;
  }
  const args = ['-xzf', file, '-C', into, '--strip-components=1', member];
  const { exitCode, stderr } = await runCommand('tar', args);
  await rm(file, { force: true });
  if (exitCode !== 0) throw new Error(`tar cannot unpack ${member}: ${stderr.trim()}`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
