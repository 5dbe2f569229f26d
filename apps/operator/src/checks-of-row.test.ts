import { describe, expect, it } from 'vitest';
import { checksOfRow, type DialCheck, keysOfRow } from './checks-of-row.ts';
import type { KeyContent } from './reference-contents.ts';
import { secretOf } from '@ixn/dependency-checks';

const contents: Readonly<Record<string, string>> = {
  'db/username': 'ada',
  'db/password': 'canary',
  'ca/ca.crt': 'PEM',
  'kafka/list': '{"bootstrap":"k-0:9092,k-1:9092"}',
  'redis/document': '{"password":"canary","port":6380,"rejectUnauthorized":true,"servername":"redis.example"}',
  'redis/broken': 'canary',
};

function read({ name, key }: { readonly name: string; readonly key: string }): KeyContent {
  const text = contents[`${name}/${key}`];
  return text === undefined ? { kind: 'unreadable', problem: 'is missing' } : { kind: 'value', value: secretOf(text) };
}

function secretKey(name: string, key: string) {
  return { kind: 'Secret', name, key } as const;
}

const pods = ['10.0.0.2', '10.0.0.1', '10.0.0.2', undefined].map((hostIp, index) => {
  return { name: `pod-${index}`, ip: undefined, hostIp, ready: true };
});

function checksOf(check: Partial<DialCheck>, reader = read) {
  const whole: DialCheck = {
    row: 16,
    workload: 'ixnServer',
    kind: 'dial',
    target: { from: 'spec', endpoints: [{ host: 'db', port: 5000 }] },
    tls: { mode: 'disable' },
    speaks: { protocol: 'tcp' },
    ...check,
  };
  return checksOfRow(whole, { searchDomains: ['voice.svc'], read: reader, pods });
}

const login = { username: secretKey('db', 'username'), password: secretKey('db', 'password') };

describe('the checks of a row', () => {
  it('have user, password and authority out of what the spec names', () => {
    const found = checksOf({
      tls: { mode: 'verify-full', authority: { kind: 'ConfigMap', name: 'ca', key: 'ca.crt' } },
      speaks: { protocol: 'postgresql', login: { ...login, database: 'ixn-100' } },
    });
    expect(found).toMatchObject({
      kind: 'checks',
      checks: [
        {
          name: 'db:5000',
          check: {
            host: 'db',
            searchDomains: ['voice.svc'],
            addressIsSecret: false,
            tls: { mode: 'verify-full', authority: 'PEM' },
            protocol: { kind: 'postgresql', login: { database: 'ixn-100' } },
          },
        },
      ],
    });
  });

  it('go to every broker that a Secret has, and name none of them', () => {
    const target = { from: 'document', document: secretKey('kafka', 'list') } as const;
    const found = checksOf({ target, speaks: { protocol: 'kafka' } });
    expect(
      found.kind === 'checks' && found.checks.map(({ name, check }) => [name, check.host, check.addressIsSecret]),
    ).toEqual([
      [undefined, 'k-0', true],
      [undefined, 'k-1', true],
    ]);
  });

  it('go to the agent on each node that has a pod, once', () => {
    const found = checksOf({ target: { from: 'pod-hosts', port: 8000 }, speaks: { protocol: 'consul' } });
    expect(found.kind === 'checks' && found.checks.map(({ name }) => name)).toEqual(['10.0.0.2:8000', '10.0.0.1:8000']);
  });

  it('are none while no pod is on a node', () => {
    const check: DialCheck = {
      row: 1,
      workload: 'ixnNode',
      kind: 'dial',
      target: { from: 'pod-hosts', port: 8000 },
      tls: { mode: 'disable' },
      speaks: { protocol: 'consul' },
    };
    const found = checksOfRow(check, { searchDomains: [], read, pods: [] });
    expect(found).toMatchObject({ kind: 'none', verdict: { reason: 'NoPod' }, waiting: false });
  });

  it('heed what the document of a Redis says, before the spec', () => {
    const speaks = { protocol: 'redis', cluster: true, document: secretKey('redis', 'document') } as const;
    const found = checksOf({ tls: { mode: 'require' }, speaks });
    const [one] = found.kind === 'checks' ? found.checks : [];
    expect(one).toMatchObject({
      name: undefined,
      check: { port: 6380, addressIsSecret: true, tls: { mode: 'verify-full', serverName: 'redis.example' } },
    });
    expect(one?.check.protocol.kind === 'redis' && one.check.protocol.login?.password.reveal()).toBe('canary');
  });

  it.each<[string, Partial<DialCheck>, string]>([
    [
      'a Secret is missing',
      {
        speaks: { protocol: 'kafka', login: { ...login, username: secretKey('none', 'username'), mechanism: 'PLAIN' } },
      },
      'Secret none is missing',
    ],
    [
      'a document is none',
      { speaks: { protocol: 'redis', cluster: false, document: secretKey('redis', 'broken') } },
      'key broken of Secret redis is not the document that it should be',
    ],
  ])('are none where %s, and that is said', (_, check, message) => {
    const verdict = { state: 'NotChecked', reason: 'SettingsUnreadable', message };
    expect(checksOf(check)).toMatchObject({ kind: 'none', verdict });
  });

  it('wait for what is being read', () => {
    const found = checksOf({ speaks: { protocol: 'postgresql', login: { ...login, database: 'a' } } }, () => {
      return { kind: 'pending' };
    });
    expect(found).toMatchObject({ kind: 'none', waiting: true, verdict: { reason: 'Pending' } });
  });
});

describe('keysOfRow', () => {
  it('gives every key that a row reads', () => {
    const keys = keysOfRow({
      row: 6,
      workload: 'ixnServer',
      kind: 'dial',
      target: { from: 'document', document: secretKey('kafka', 'list') },
      tls: { mode: 'verify-full', authority: secretKey('ca', 'ca.crt') },
      speaks: { protocol: 'kafka', login: { ...login, mechanism: 'PLAIN' } },
    });
    expect(keys.map(({ name, key }) => `${name}/${key}`)).toEqual([
      'kafka/list',
      'ca/ca.crt',
      'db/username',
      'db/password',
    ]);
  });
});
