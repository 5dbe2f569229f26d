import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { execute } from './execute.ts';

/** A file, folder or link of a tar archive. */
export interface ArchiveEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly modified: number;
  readonly content: Buffer;
}

/** The layers of an image that Docker has, the lowest first, as they would be unpacked on a node. */
export async function layersOf(image: string): Promise<readonly (readonly ArchiveEntry[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-image-'));
  try {
    const path = join(folder, 'image.tar');
    await execute('docker', ['image', 'save', '--output', path, image]);
    const saved = new Map(readTar(readFileSync(path)).map((entry) => [entry.path, entry.content]));
    const contentOf = (name: string) => saved.get(name) ?? Buffer.alloc(0);
    const [manifest]: readonly { readonly Layers: readonly string[] }[] = JSON.parse(
      contentOf('manifest.json').toString(),
    );
    return (manifest?.Layers ?? []).map((name) => readTar(unpacked(contentOf(name))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unpacked(content: Buffer): Buffer {
  const isGzip = content.readUInt16BE(0) === 0x1f8b;
  return isGzip ? gunzipSync(content) : content;
}

const block = 512;
const kinds: Readonly<Record<string, ArchiveEntry['kind']>> = { '0': 'file', '\0': 'file', '5': 'folder' };

/** Reads a tar archive; paths are below 255 characters here, so that what extended headers say is not needed. */
export function readTar(archive: Buffer): readonly ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  let at = 0;
  while (at + block <= archive.length && archive[at] !== 0) {
    const header = archive.subarray(at, at + block);
    const text = (start: number, length: number) =>
      header.toString('utf8', start, start + length).replace(/\0.*$/s, '');
    const number = (start: number, length: number) => Number.parseInt(text(start, length).trim() || '0', 8);
    const size = number(124, 12);
    const type = header.toString('latin1', 156, 157);
    const content = archive.subarray(at + block, at + block + size);
    // x and g: extended headers of the entry that follows, or of all.
    if (type !== 'x' && type !== 'g') {
      const path = [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/');
      const ids = { mode: number(100, 8), uid: number(108, 8), gid: number(116, 8) };
      entries.push({ path, kind: kinds[type] ?? 'other', ...ids, modified: number(136, 12), content });
    }
    at += block + Math.ceil(size / block) * block;
  }
  return entries;
}
