import type { Reference } from '@ixn/manifests';
import { describe, expect, it } from 'vitest';
import { answered, createFakeClient, failedWith } from './fake-kube.testing.ts';
import { createReferenceReader } from './reference-reader.ts';
import { createReferenceUsers, type ReferencedObject } from './reference-users.ts';
import type { ReferenceVersions, Version } from './reference-versions.ts';

const instance = { namespace: 'voice', name: 'tenant-100' };
const password: Reference = { kind: 'Secret', name: 'db', use: 'read', keys: ['password'], optional: false };
const both: Reference = { ...password, keys: ['password', 'username'] };
const pull: Reference = { kind: 'Secret', name: 'pull', use: 'pull', keys: [], optional: false };

function secret(resourceVersion: string, data: Readonly<Record<string, string>> = { password: 'a', username: 'b' }) {
  const metadata = { name: 'db', namespace: 'voice', uid: 'u', resourceVersion };
  const object = { apiVersion: 'v1', kind: 'Secret', metadata, data };
  return answered(object);
}

/** A reader whose client gives these answers, and the versions that it is told. */
function readerOf(answers: Parameters<typeof createFakeClient>[0]['get'] = []) {
  const { client, asked } = createFakeClient({ get: answers });
  const current = new Map<ReferencedObject, Version | 'absent'>([
    ['Secret/voice/db', 'u@1'],
    ['Secret/voice/pull', 'p@1'],
  ]);
  const versions: ReferenceVersions = {
    current: (object) => current.get(object) ?? 'unknown',
    noteRead: (object, version) => void current.set(object, version),
  };
  const users = createReferenceUsers();
  return { reader: createReferenceReader({ client, versions, users }), asked, current, users };
}

describe('the reader of Secrets and ConfigMaps', () => {
  it('reads an object once for all keys that are in use of it', async () => {
    const { reader, asked } = readerOf([secret('1')]);
    const [one, two] = await reader.observe(instance, [password, both]);
    expect(one).toMatchObject({ kind: 'found', missingKeys: [] });
    expect(two).toMatchObject({ kind: 'found', missingKeys: [] });
    expect(one).not.toEqual(two);
    expect(asked).toHaveLength(1);
  });

  it('reads again when the version is new, and only then', async () => {
    const { reader, asked, current } = readerOf([secret('1'), secret('2', { password: 'c' })]);
    const first = await reader.observe(instance, [password]);
    expect(await reader.observe(instance, [password])).toEqual(first);
    expect(asked).toHaveLength(1);
    current.set('Secret/voice/db', 'u@2');
    expect(await reader.observe(instance, [password])).not.toEqual(first);
    expect(asked).toHaveLength(2);
  });

  it('reads again when other keys are in use', async () => {
    const { reader, asked } = readerOf([secret('1'), secret('1', { password: 'a' })]);
    await reader.observe(instance, [password]);
    expect(await reader.observe(instance, [both])).toMatchObject([{ kind: 'found', missingKeys: ['username'] }]);
    expect(asked).toHaveLength(2);
  });

  it('gives the same digest for another object of the same name and content', async () => {
    const { reader, current } = readerOf([secret('1'), secret('7')]);
    const first = await reader.observe(instance, [both]);
    current.set('Secret/voice/db', 'other@7');
    expect(await reader.observe(instance, [both])).toEqual(first);
  });

  it('asks nobody about what has but to exist, and about what is known to be absent', async () => {
    const { reader, asked, current } = readerOf();
    current.set('Secret/voice/db', 'absent');
    expect(await reader.observe(instance, [pull, password])).toEqual([
      { kind: 'found', digest: '', missingKeys: [] },
      { kind: 'missing' },
    ]);
    expect(asked).toEqual([]);
  });

  it('asks where nobody has looked yet, and tells what it has found', async () => {
    const { reader, current } = readerOf([failedWith('NotFound', 'terminal'), secret('1')]);
    current.clear();
    expect(await reader.observe(instance, [password])).toEqual([{ kind: 'missing' }]);
    expect(current.get('Secret/voice/db')).toBe('absent');
    current.clear();
    expect(await reader.observe(instance, [password])).toMatchObject([{ kind: 'found' }]);
    expect(current.get('Secret/voice/db')).toBe('u@1');
  });

  it('says why an object cannot be read, and tries again the next time', async () => {
    const { reader } = readerOf([failedWith('Forbidden', 'terminal'), secret('1')]);
    expect(await reader.observe(instance, [password])).toEqual([{ kind: 'unreadable', message: 'it is Forbidden' }]);
    expect(await reader.observe(instance, [password])).toMatchObject([{ kind: 'found' }]);
  });

  it('knows the users of an object before it is read, until they are forgotten', async () => {
    const { reader, users } = readerOf([secret('1')]);
    const observed = reader.observe(instance, [password]);
    expect(users.of('Secret/voice/db')).toEqual(['voice/tenant-100']);
    await observed;
    reader.forget('voice/tenant-100');
    expect(users.of('Secret/voice/db')).toEqual([]);
  });
});
