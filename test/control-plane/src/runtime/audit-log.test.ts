import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWrite, parseAuditLine, readAuditLog } from './audit-log.ts';

const line = JSON.stringify({
  auditID: 'one',
  verb: 'patch',
  user: {
    username: 'operator',
    groups: ['system:authenticated'],
    extra: { 'authentication.kubernetes.io/pod-name': ['operator-1'] },
  },
  userAgent: 'some-agent/1',
  objectRef: { resource: 'deployments', subresource: 'scale', apiGroup: 'apps', namespace: 'one', name: 'web' },
  responseStatus: { code: 200 },
  requestURI: '/apis/apps/v1/namespaces/one/deployments/web/scale',
  requestReceivedTimestamp: '2026-01-02T03:04:05.678901Z',
  requestObject: { spec: { replicas: 2 } },
});

describe('parseAuditLine', () => {
  it('tells who did what to which object, and what was sent', () => {
    expect(parseAuditLine(line)).toEqual({
      id: 'one',
      verb: 'patch',
      user: 'operator',
      pod: 'operator-1',
      userAgent: 'some-agent/1',
      resource: 'deployments/scale',
      apiGroup: 'apps',
      namespace: 'one',
      name: 'web',
      code: 200,
      message: '',
      requestUri: '/apis/apps/v1/namespaces/one/deployments/web/scale',
      receivedAt: '2026-01-02T03:04:05.678901Z',
      requestObject: { spec: { replicas: 2 } },
    });
  });

  it('takes a request without user agent, object or answer', () => {
    const bare = { verb: 'list', user: { username: 'x' }, requestURI: '/', requestReceivedTimestamp: 't' };
    expect(parseAuditLine(JSON.stringify(bare))).toMatchObject({ resource: '', name: undefined, code: 0 });
  });
});

describe('isWrite', () => {
  it.each(['create', 'update', 'patch', 'delete', 'deletecollection'])('counts %s', (verb) => {
    expect(isWrite({ ...parseAuditLine(line), verb })).toBe(true);
  });

  it.each(['get', 'list', 'watch'])('does not count %s', (verb) => {
    expect(isWrite({ ...parseAuditLine(line), verb })).toBe(false);
  });
});

describe('readAuditLog', () => {
  it('begins where it is told, and leaves a last line alone that is not yet written to its end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-'));
    await writeFile(join(folder, 'audit.log'), `${line}\n${line}\n${line.slice(0, 20)}`);
    expect(await readAuditLog(join(folder, 'audit.log'))).toHaveLength(2);
    expect(await readAuditLog(join(folder, 'audit.log'), line.length + 1)).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});
