import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesAbout, redactLog } from './redact-log.ts';
import { createScrubber } from './scrub.ts';

describe('what looks like a credential in a log', () => {
  it.each([
    ['in an address', 'connecting to postgres://ixn:hidden@pg.example.com/ixn'],
    ['as a user alone in an address', 'GET https://hidden@example.com/'],
    ['in an address, with what means something there', 'redis://:hidden/hidden@hidden@redis:1 and more'],
    ['in a connection string', 'Server=pg;User Id=ixn;Password=hidden;Timeout=3'],
    ['behind a word', '2026-03-01 password: hidden, user: ixn'],
    ['in quotes', `db_password="hidden with a space" port=1`],
    ['in quotes, with a quote in it', String.raw`saved "password":"x\"hidden" at once`],
    ['in a header', 'Authorization: Basic hidden=='],
    ['as a token of a header', 'sent bearer hidden-0123456789 to consul'],
    ['in JSON', '{"level":"info","dbPassword":"hidden"}'],
    ['in JSON behind a time', '2026-03-01T12:00:00Z {"settings":{"api-token":"hidden"}}'],
    ['in JSON in JSON', JSON.stringify({ settings: JSON.stringify({ password: 'hidden' }) })],
    ['as a token by itself', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJoaWRkZW4ifQ.hidden'],
    ['as a private key', '-----BEGIN RSA PRIVATE KEY-----\nhidden\n-----END RSA PRIVATE KEY-----'],
    ['as a private key that is cut off', 'key:\n-----BEGIN PRIVATE KEY-----\nhidden'],
    [
      'as the end of a private key',
      '2026-03-01T12:00:00Z hiddenMIIEvQ==\n2026-03-01T12:00:00Z -----END PRIVATE KEY-----',
    ],
  ])('is taken out %s', (_, line) => {
    expect(redactLog(`before\n${line}\nafter`)).not.toContain('hidden');
  });

  it('is all that is taken out', () => {
    const log =
      '2026-03-01T12:00:00Z connected to http://pg.example.com:1/a@b as ixn\n{"level":30,"row":16,"state":"Reachable"}\n';
    expect(redactLog(log)).toBe(log);
  });

  it('hides no part of what a Secret holds from the one who takes that out', () => {
    const secret = string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }).filter(
      (text) => text.trim().length >= 8,
    );
    const contexts = ['password=', 'password: "', 'https://user:', '{"token":"', 'Bearer ', 'said '];
    assert(
      property(secret, constantFrom(...contexts), (given, context) => {
        const text = given.trim();
        const scrub = createScrubber([{ secret: 's', key: 'k', text }]);
        const cleaned = redactLog(scrub(`${context}${text} and ${Buffer.from(`user:${text}`).toString('base64')}`));
        expect(cleaned).not.toContain(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the log of the operator', () => {
  it('is gathered without the lines on other instances', () => {
    const lines = [
      '{"msg":"this process leads","kind":"leading"}',
      '{"key":"voice/tenant-100","msg":"instance reconciled"}',
      '{"key":"voice/tenant-200","msg":"instance reconciled"}',
      '{"instance":"other/tenant-100","row":16,"msg":"dependency does not answer"}',
      'no JSON at all',
    ];
    const kept = linesAbout(lines.join('\n'), { namespace: 'voice', name: 'tenant-100' }).split('\n');
    expect(kept).toEqual([lines[0], lines[1], lines[4]]);
  });
});
