import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../process/error-code.ts';
import { runCommand } from '../process/run-command.ts';
import type { Binary } from './catalogue.ts';
import { type FetchOptions, fetchAnswer, fetchToFile, noAnswer } from './fetch.ts';

/** Where official releases lie. */
export interface ReleaseSites {
  readonly kubernetes: string;
  /** The API: it tells the digest of every file of a release. */
  readonly github: string;
}

export const officialSites: ReleaseSites = { kubernetes: 'https://dl.k8s.io', github: 'https://api.github.com' };

export interface DownloadOptions extends FetchOptions {
  readonly sites: ReleaseSites;
}

/** Downloads the release of one binary into an existing folder, under its own name. */
export type Downloader = (binary: Binary, into: string) => Promise<void>;

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
      const digest = await fetchToFile(release.url, file, binary.name, options);
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
      const sha256 = await fetchAnswer(`${url}.sha256`, options, (answer) => answer.text());
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
  const { assets } = await fetchAnswer(url, options, async (answer) => githubRelease.parse(await answer.json()));
  const asset = assets.find((candidate) => candidate.name === file);
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(asset?.digest ?? '')?.[1];
  if (asset === undefined || sha256 === undefined) throw new Error(`${url} tells no checksum of ${file}`);
  return { url: asset.browser_download_url, sha256 };
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
