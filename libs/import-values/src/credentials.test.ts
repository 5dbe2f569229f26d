import { expect, it } from 'vitest';
import { holdsCredential, namesCredential } from './credentials.ts';

it.each([
  'postgres://user:secret@host/db',
  'redis://:with/and@@redis:1',
  'Server=pg;Password=x',
  '--password=x',
  '-Dspring.datasource.password=x',
  'DB_PASSWORD=x',
  'https://example.com/?api_key=x',
  'https://example.com/?access-token=x',
  '{"password": "x"}, and more',
])('sees a credential in %s', (text) => {
  expect(holdsCredential(text)).toBe(true);
});

it.each([
  'http://registry:5000/name@sha256:0123',
  'https://user@example.com/',
  'the password is in Secret a',
  '--password-file=/run/x',
  'tokens=3',
])('sees none in %s', (text) => {
  expect(holdsCredential(text)).toBe(false);
});

it.each(['DB_PASSWORD', 'db.password', 'apiKey', 'password1', 'PASSWORD_2', 'oldSecret'])(
  'takes %s for one',
  (name) => {
    expect(namesCredential(name)).toBe(true);
  },
);

it.each(['passwordPolicy', 'secretName', 'port', 'sha256'])('takes %s for none', (name) => {
  expect(namesCredential(name)).toBe(false);
});
