import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';
import { createScrubber } from './scrub.ts';

describe('what is written into a bundle', () => {
  it.each([
    ['the value of a field that is named after a credential', { password: 'hidden' }],
    ['the value of a variable of a container', { env: [{ name: 'DB_PASSWORD', value: 'hidden' }] }],
    ['a user in an address', { url: 'https://user:hidden@example.com' }],
    ['a field of a JSON document', { SETTINGS: '{"api-token":"hidden","level":"info"}' }],
    ['what kubectl keeps of the last apply', { 'kubectl.kubernetes.io/last-applied-configuration': 'hidden' }],
  ])('is not %s', (_, value) => {
    expect(JSON.stringify(redact(value))).not.toContain('hidden');
  });

  it('is all the rest, as it was', () => {
    const value = { name: 'tenant-100', list: [1, true, null, 'text'], secretName: 'ixn-db-secret-100' };
    expect(redact(value)).toEqual(value);
  });
});

describe('the values of Secrets', () => {
  const secret = { secret: 's', key: 'k' };

  it.each([
    ['as they are', 'a-long/password+', 'x a-long/password+ y'],
    ['in base64', 'a-long/password+', Buffer.from('a-long/password+').toString('base64')],
    ['in the base64 of a user and itself', 'a-long/password+', Buffer.from('user:a-long/password+').toString('base64')],
    ['in the base64 of more', 'a-long/password+', Buffer.from('x a-long/password+ y').toString('base64url')],
    ['in an address', 'a-long/password+', `?p=${encodeURIComponent('a-long/password+')}`],
    ['in JSON', 'quoted "password"', JSON.stringify('quoted "password"')],
    ['in JSON as Go writes it', 'a&b<c>d-quoted', String.raw`x "a\u0026b\u003cc\u003ed-quoted" y`],
    ['in JSON in JSON', 'quoted "password"', JSON.stringify(JSON.stringify('quoted "password"'))],
    ['in an address, strictly', 'a-long(pass!word)', 'p=a-long%28pass%21word%29'],
    ['in an address, in small letters', 'a-long/password+', 'p=a-long%2fpassword%2b'],
    ['in a form', 'a long (password)', new URLSearchParams({ p: 'a long (password)' }).toString()],
    ['line by line', 'first-line\nsecond-line', '  second-line'],
    ['out of a document', '{"password":"in-a-document"}', 'password is in-a-document'],
    ['that are short, by themselves', 'ixn1', 'user: ixn1'],
  ])('are taken out %s', (_, text, found) => {
    const scrubbed = createScrubber([{ ...secret, text }])(found);
    expect(scrubbed).toContain('(taken out: Secret s, key k)');
    for (const line of text.split('\n')) expect(scrubbed).not.toContain(line);
    expect(scrubbed).not.toContain('quoted');
    expect(scrubbed).not.toContain('a-long');
  });

  it('leave no bits in base64 that they are a part of', () => {
    const scrub = createScrubber([{ ...secret, text: 'a-long/password+' }]);
    for (const before of ['', 'u', 'us', 'user:']) {
      const scrubbed = scrub(`Basic ${Buffer.from(`${before}a-long/password+`).toString('base64')}.`);
      expect(scrubbed).toMatch(/^Basic \w*\(taken out: Secret s, key k\)\.$/);
    }
  });

  it('are left where a short one is a part of another word, or a document says where something is', () => {
    const scrub = createScrubber([
      { ...secret, text: 'ixn1' },
      { ...secret, text: '{"servername":"redis.example.com"}' },
    ]);
    expect(scrub('tenant-ixn1-node at redis.example.com')).toBe('tenant-ixn1-node at redis.example.com');
  });
});
