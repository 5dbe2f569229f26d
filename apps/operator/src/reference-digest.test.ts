import { describe, expect, it } from 'vitest';
import { digestReference } from './reference-digest.ts';

const object = { namespace: 'voice', name: 'db' };
const contents = { username: 'aXhu', password: 'Zmlyc3Q=', comment: 'bmV3' };

async function digestOf(...args: Parameters<typeof digestReference>): Promise<string> {
  return (await digestReference(...args)).digest;
}

describe('the digest of a Secret', () => {
  it('is the same for every release', async () => {
    expect(await digestReference(object, ['password', 'username'], contents)).toEqual({
      digest: 'a1eff435f1b0ac40',
      missingKeys: [],
    });
  });

  it('is the same for another order of keys', async () => {
    const turned = Object.fromEntries(Object.entries(contents).toReversed());
    expect(await digestOf(object, ['username', 'password'], turned)).toBe(
      await digestOf(object, ['password', 'username'], contents),
    );
    expect(await digestOf(object, 'all', turned)).toBe(await digestOf(object, 'all', contents));
  });

  it('moves with a key in use, and with no other', async () => {
    const [before, used, unused] = await Promise.all([
      digestOf(object, ['password'], contents),
      digestOf(object, ['password'], { ...contents, password: 'c2Vjb25k' }),
      digestOf(object, ['password'], { ...contents, comment: 'b2xk' }),
    ]);
    expect(used).not.toBe(before);
    expect(unused).toBe(before);
  });

  it('differs for the same content in another namespace, so that nobody sees where a password is used twice', async () => {
    const elsewhere = { ...object, namespace: 'chat' };
    expect(await digestOf(elsewhere, ['password'], contents)).not.toBe(await digestOf(object, ['password'], contents));
  });

  it('names the keys that are missing, and differs from one in which they are empty', async () => {
    const missing = await digestReference(object, ['ca.crt', 'password'], contents);
    expect(missing.missingKeys).toEqual(['ca.crt']);
    expect(await digestOf(object, ['ca.crt', 'password'], { ...contents, 'ca.crt': '' })).not.toBe(missing.digest);
  });
});
