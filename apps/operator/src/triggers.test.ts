import { describe, expect, it } from 'vitest';
import { createSecretReaders } from './triggers.ts';

describe('the readers of Secrets', () => {
  it('are those that said so last', () => {
    const readers = createSecretReaders();
    readers.note('voice/a', ['voice/db', 'voice/shared']);
    readers.note('voice/b', ['voice/shared']);
    expect(readers.of('voice/shared')).toEqual(['voice/a', 'voice/b']);

    readers.note('voice/a', ['voice/other']);
    expect(['voice/db', 'voice/shared', 'voice/other'].map((secret) => readers.of(secret))).toEqual([
      [],
      ['voice/b'],
      ['voice/a'],
    ]);
  });

  it('are nobody once an instance reads none', () => {
    const readers = createSecretReaders();
    readers.note('voice/a', ['voice/db']);
    readers.note('voice/a', []);
    expect(readers.of('voice/db')).toEqual([]);
  });

  it('are nobody for a Secret that nobody named', () => {
    expect(createSecretReaders().of('voice/db')).toEqual([]);
  });
});
