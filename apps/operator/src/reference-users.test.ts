import { describe, expect, it } from 'vitest';
import { createReferenceUsers } from './reference-users.ts';

describe('the users of Secrets and ConfigMaps', () => {
  it('are those that said so last', () => {
    const users = createReferenceUsers();
    users.note('voice/a', ['Secret/voice/db', 'Secret/voice/shared']);
    users.note('voice/b', ['Secret/voice/shared']);
    expect(users.of('Secret/voice/shared')).toEqual(['voice/a', 'voice/b']);

    users.note('voice/a', ['ConfigMap/voice/db']);
    expect(users.of('Secret/voice/db')).toEqual([]);
    expect(users.of('Secret/voice/shared')).toEqual(['voice/b']);
    expect(users.objects()).toEqual(['Secret/voice/shared', 'ConfigMap/voice/db']);
  });

  it('are nobody once an instance uses none', () => {
    const users = createReferenceUsers();
    users.note('voice/a', ['Secret/voice/db']);
    users.note('voice/a', []);
    expect(users.of('Secret/voice/db')).toEqual([]);
    expect(users.objects()).toEqual([]);
  });
});
