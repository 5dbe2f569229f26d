import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { answered, createFakeClient, failedWith } from './fake-kube.testing.ts';
import { createReferenceContents } from './reference-contents.ts';
import type { ReferencedObject } from './reference-users.ts';
import type { Version } from './reference-versions.ts';

const db = 'Secret/voice/db';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function secret(resourceVersion: string, data: Readonly<Record<string, string>>) {
  const metadata = { name: 'db', namespace: 'voice', uid: 'u', resourceVersion };
  const object = { apiVersion: 'v1', kind: 'Secret', metadata, data };
  return answered(object);
}

const needed = new Map([[db, new Set(['password'])]] as const);

function contentsWith(answers: Parameters<typeof createFakeClient>[0]['get'] = []) {
  const { client, asked } = createFakeClient({ get: answers });
  const current = new Map<ReferencedObject, Version | 'absent'>([[db, 'u@1']]);
  const told: string[] = [];
  const contents = createReferenceContents({
    client,
    versions: {
      current: (object) => current.get(object) ?? 'unknown',
      noteRead: (object, version) => void current.set(object, version),
    },
    onRead: (instance) => void told.push(instance),
  });
  const text = () => {
    const found = contents.read(db, 'password');
    return found.kind === 'value' ? found.value.reveal() : found;
  };
  return { contents, asked, current, told, text };
}

describe('the contents of Secrets and ConfigMaps', () => {
  it('are taken from what was read anyway, without a request', () => {
    const { contents, asked, text } = contentsWith();
    contents.noteRead('voice/a', db, 'u@1', { password: base64('canary'), username: base64('ada') });
    contents.retain('voice/a', needed);
    expect(text()).toBe('canary');
    expect(asked).toEqual([]);
    expect(inspect(contents.read(db, 'password'), { depth: 9 })).not.toContain('canary');
  });

  it('are read once where nobody has, and every instance that needs them is told', async () => {
    const { contents, asked, told, text } = contentsWith([secret('1', { password: base64('p') })]);
    contents.retain('voice/a', needed);
    contents.retain('voice/b', needed);
    expect(text()).toEqual({ kind: 'pending' });
    expect(text()).toEqual({ kind: 'pending' });
    await expect.poll(text).toBe('p');
    expect(asked).toHaveLength(1);
    expect(told).toEqual(['voice/a', 'voice/b']);
  });

  it('are read again when the version is new', async () => {
    const { contents, current, text } = contentsWith([
      secret('1', { password: base64('old') }),
      secret('2', { password: base64('new') }),
    ]);
    contents.retain('voice/a', needed);
    await expect.poll(text).toBe('old');
    current.set(db, 'u@2');
    expect(text()).toEqual({ kind: 'pending' });
    await expect.poll(text).toBe('new');
  });

  it('stay as they are until what is read for digests is there, which is not read twice', () => {
    const { contents, current, asked, text } = contentsWith();
    contents.noteRead('voice/a', db, 'u@1', { password: base64('old') });
    contents.retain('voice/a', needed);
    current.set(db, 'u@2');
    expect(text()).toBe('old');
    contents.noteRead('voice/a', db, 'u@2', { password: base64('new') });
    contents.settle('voice/a');
    expect(text()).toBe('new');
    expect(asked).toEqual([]);
  });

  it('are let go of with the last instance that needs them', () => {
    const { contents, text } = contentsWith([failedWith('Timeout', 'retry')]);
    contents.noteRead('voice/a', db, 'u@1', { password: base64('p') });
    contents.retain('voice/a', needed);
    contents.retain('voice/b', needed);
    contents.retain('voice/a', new Map());
    expect(text()).toBe('p');
    contents.retain('voice/b', new Map());
    expect(text()).toEqual({ kind: 'pending' });
  });

  it('are let go of when no check turns out to need them', () => {
    const { contents, text } = contentsWith([failedWith('Timeout', 'retry')]);
    contents.noteRead('voice/a', db, 'u@1', { password: base64('p') });
    contents.settle('voice/a');
    contents.retain('voice/a', needed);
    expect(text()).toEqual({ kind: 'pending' });
  });

  it('are said to be missing where there is no object, or no such key', () => {
    const { contents, current } = contentsWith();
    contents.noteRead('voice/a', db, 'u@1', { username: base64('ada') });
    contents.retain('voice/a', needed);
    expect(contents.read(db, 'password')).toEqual({ kind: 'unreadable', problem: 'has no key password' });
    current.set(db, 'absent');
    expect(contents.read(db, 'password')).toEqual({ kind: 'unreadable', problem: 'is missing' });
  });

  it('are read again after a failure, of which it is told once', async () => {
    const failure = failedWith('Timeout', 'retry');
    const { contents, asked, told, text } = contentsWith([failure, failure, secret('1', { password: base64('p') })]);
    contents.retain('voice/a', needed);
    expect(text()).toEqual({ kind: 'pending' });
    await expect.poll(() => told).toEqual(['voice/a']);
    expect(text()).toEqual({ kind: 'unreadable', problem: 'cannot be read' });
    await expect.poll(() => asked).toHaveLength(2);
    await Promise.resolve();
    await expect.poll(text).toBe('p');
    expect(told).toEqual(['voice/a', 'voice/a']);
  });

  it('are the plain text of a ConfigMap', () => {
    const { contents } = contentsWith();
    const map = 'ConfigMap/voice/ca';
    contents.noteRead('voice/a', map, 'c@1', { 'ca.crt': 'PEM' });
    contents.retain('voice/a', new Map([[map, new Set(['ca.crt'])]]));
    const found = contents.read(map, 'ca.crt');
    expect(found.kind === 'value' && found.value.reveal()).toBe('PEM');
  });
});
