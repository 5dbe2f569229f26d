import { describe, expect, it } from 'vitest';
import { admit, type GuardedRequest } from './request-guard.ts';

const gate = { port: 8119, token: 'a-token' };
const headers = { host: '127.0.0.1:8119' };
const asked = (others: GuardedRequest | object = {}) =>
  admit({ method: 'GET', url: '/a-token/map.css', headers, ...others }, gate);

describe('a request to the page', () => {
  it.each([
    ['by a program', headers],
    ['by the name localhost, as through a tunnel', { host: 'localhost:8119' }],
    ['by the page itself', { ...headers, 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:8119' }],
    ['by a person who writes the address', { ...headers, 'sec-fetch-site': 'none' }],
    [
      'by a person who follows a link',
      { ...headers, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('is answered %s', (_, given) => {
    expect(asked({ headers: given })).toBe('map.css');
  });

  it.each([
    ['for a name that leads here', 421, { headers: { host: 'evil.example:8119' } }],
    ['for another port', 421, { headers: { host: '127.0.0.1:80' } }],
    ['for no host', 421, { headers: {} }],
    ['to write', 405, { method: 'POST' }],
    ['to look what may be done', 405, { method: 'OPTIONS' }],
    ['from a script of another site', 403, { headers: { ...headers, 'sec-fetch-site': 'cross-site' } }],
    ['from another port of this machine', 403, { headers: { ...headers, 'sec-fetch-site': 'same-site' } }],
    ['from another origin', 403, { headers: { ...headers, origin: 'http://127.0.0.1:9000' } }],
    ['from a file', 403, { headers: { ...headers, origin: 'null' } }],
    [
      'from a frame in another page',
      403,
      {
        headers: {
          ...headers,
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'iframe',
        },
      },
    ],
    ['without the token', 404, { url: '/' }],
    ['with a part of the token', 404, { url: '/a-toke/' }],
    ['with the token alone, which is no folder', 404, { url: '/a-token' }],
    ['with the token in the query', 404, { url: '/?a-token/' }],
  ])('is refused %s', (_, status, given) => {
    expect(asked(given)).toMatchObject({ status });
  });
});
