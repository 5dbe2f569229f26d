import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Binary } from './catalogue.ts';
import { type Downloader, createDownloader } from './download.ts';
import { type Offer, type ReleaseFixture, sha256, startReleaseFixture } from './release-fixture.ts';

const arch = process.arch === 'x64' ? 'amd64' : process.arch;
const platform = `${process.platform}-${arch}`;

function binary(name: Binary['name'], version: string): Binary {
  return { name, version, goPackage: '' };
}

function file(content: string | Buffer): Offer {
  return { kind: 'file', content };
}

describe('createDownloader', () => {
  let folder = '';
  let fixture: ReleaseFixture | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'download-'));
  });
  afterEach(async () => {
    await fixture?.close();
    await rm(folder, { recursive: true });
  });

  async function downloaderFor(offers: (url: string) => Readonly<Record<string, Offer>>): Promise<Downloader> {
    fixture = await startReleaseFixture(offers);
    const sites = { kubernetes: fixture.url, github: fixture.url };
    return createDownloader({ sites, onProgress: () => undefined, answerWithinMs: 2_000, stallMs: 200 });
  }

  const kubectl = binary('kubectl', 'v1.2.3');
  const kubectlPath = `/release/v1.2.3/bin/${process.platform}/${arch}/kubectl`;

  it('downloads a Kubernetes binary whose checksum is right', async () => {
    const download = await downloaderFor(() => ({
      [kubectlPath]: file('the binary'),
      [`${kubectlPath}.sha256`]: file(`${sha256('the binary')}\n`),
    }));
    await download(kubectl, folder);
    expect(await readFile(join(folder, 'kubectl'), 'utf8')).toBe('the binary');
  });

  it('refuses a binary whose checksum is wrong and leaves nothing of it', async () => {
    const download = await downloaderFor(() => ({
      [kubectlPath]: file('something else'),
      [`${kubectlPath}.sha256`]: file(sha256('the binary')),
    }));
    await expect(download(kubectl, folder)).rejects.toThrow(`instead of ${sha256('the binary')}`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('tells of a release that does not exist', async () => {
    const download = await downloaderFor(() => ({}));
    await expect(download(kubectl, folder)).rejects.toThrow('kubectl.sha256 answers 404');
  });

  it('gives up a server that falls silent in the middle and asks it for nothing more', async () => {
    const download = await downloaderFor(() => ({
      [kubectlPath]: { kind: 'stalls' },
      [`${kubectlPath}.sha256`]: file(sha256('the binary')),
    }));
    await expect(download(kubectl, folder)).rejects.toThrow('no answer from 127.0.0.1');
    const asked = fixture?.asked.length;
    await expect(download(binary('kube-apiserver', 'v1.2.3'), folder)).rejects.toThrow('no answer from 127.0.0.1');
    expect(fixture?.asked).toHaveLength(asked ?? 0);
  });

  it('gives up at once when nobody answers', async () => {
    const closed = await startReleaseFixture(() => ({}));
    await closed.close();
    const sites = { kubernetes: closed.url, github: closed.url };
    const download = createDownloader({ sites, onProgress: () => undefined });
    await expect(download(kubectl, folder)).rejects.toThrow('cannot reach 127.0.0.1');
  });

  it('unpacks etcd from its archive, with the digest that the release tells', async () => {
    const stem = `etcd-v3.9.9-${platform}`;
    await mkdir(join(folder, 'source', stem), { recursive: true });
    await writeFile(join(folder, 'source', stem, 'etcd'), 'etcd itself');
    const archive = execFileSync('tar', ['-cz', '-C', join(folder, 'source'), stem]);
    const download = await downloaderFor((url) => ({
      '/repos/etcd-io/etcd/releases/tags/v3.9.9': file(
        JSON.stringify({
          assets: [
            { name: 'SHA256SUMS', browser_download_url: `${url}/sums`, digest: null },
            { name: `${stem}.tar.gz`, browser_download_url: `${url}/archive`, digest: `sha256:${sha256(archive)}` },
          ],
        }),
      ),
      '/archive': file(archive),
    }));
    const into = join(folder, 'into');
    await mkdir(into);
    await download(binary('etcd', 'v3.9.9'), into);
    expect(await readdir(into)).toEqual(['etcd']);
    expect(await readFile(join(into, 'etcd'), 'utf8')).toBe('etcd itself');
  });

  it('refuses a release that tells no digest', async () => {
    const asset = { name: `kwok-${platform}`, browser_download_url: 'http://unused', digest: null };
    const download = await downloaderFor(() => ({
      '/repos/kubernetes-sigs/kwok/releases/tags/v0.1.0': file(JSON.stringify({ assets: [asset] })),
    }));
    await expect(download(binary('kwok', 'v0.1.0'), folder)).rejects.toThrow(`tells no checksum of kwok-${platform}`);
  });
});
