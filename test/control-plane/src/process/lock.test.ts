import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.ts';
import { identifySelf } from './process-identity.ts';

describe('withLock', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    path = join(folder, 'lock');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  function lock<Result>(work: () => Promise<Result>): Promise<Result> {
    return withLock({ path, onWait: () => undefined }, work);
  }

  it('lets one in at a time and leaves nothing behind', async () => {
    let inside = 0;
    const most: number[] = [];
    const work = async () => {
      inside += 1;
      most.push(inside);
      await new Promise(setImmediate);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => lock(work)));
    expect(most).toEqual([1, 1, 1]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is free again after work that failed', async () => {
    const failing = lock(() => Promise.reject(new Error('no luck')));
    await expect(failing).rejects.toThrow('no luck');
    expect(await lock(async () => 'done')).toBe('done');
  });

  it('is taken over from a process that no longer runs', async () => {
    await writeFile(path, JSON.stringify({ pid: 4_000_000, startedAt: '1' }));
    expect(await lock(async () => 'done')).toBe('done');
  });

  it('is taken over from a process whose id was given to another one', async () => {
    await writeFile(path, JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
    expect(await lock(async () => 'done')).toBe('done');
  });

  it('is taken over when nobody can tell who holds it', async () => {
    await writeFile(path, '');
    expect(await lock(async () => 'done')).toBe('done');
  });

  it('tells who holds it, and stops waiting when asked to', async () => {
    await writeFile(path, JSON.stringify(identifySelf()));
    const stop = new AbortController();
    const holders: number[] = [];
    const onWait = ({ pid }: { readonly pid: number }) => {
      holders.push(pid);
      stop.abort(new Error('enough'));
    };
    const waiting = withLock({ path, onWait, signal: stop.signal }, async () => 'never');
    await expect(waiting).rejects.toThrow('aborted');
    expect(holders).toEqual([process.pid]);
  });
});
