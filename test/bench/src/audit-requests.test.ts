import { describe, expect, it } from 'vitest';
import { countByVerb, countReads, isChildWrite, requestOfLine } from './audit-requests.ts';

const line = JSON.stringify({
  verb: 'patch',
  user: { username: 'operator' },
  objectRef: { resource: 'interactionservers', subresource: 'status', namespace: 'bench', name: 'tenant-1' },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: '2026-01-01T00:00:00.000500Z',
});

describe('a line of the audit log', () => {
  it('tells of a request, to the microsecond', () => {
    expect(requestOfLine(line, 'operator')).toEqual({
      verb: 'patch',
      resource: 'interactionservers/status',
      namespace: 'bench',
      name: 'tenant-1',
      code: 200,
      at: Date.parse('2026-01-01T00:00:00Z') + 0.5,
    });
  });

  it('is passed over when it is of another user, or half written', () => {
    expect(requestOfLine(line, 'somebody')).toBeUndefined();
    expect(requestOfLine(line.slice(0, -3), 'operator')).toBeUndefined();
  });
});

describe('requests', () => {
  const request = { verb: 'patch', resource: 'services', namespace: 'bench', name: 'a', code: 201, at: 0 };

  it('are counted by verb', () => {
    expect(countByVerb([request, { ...request, verb: 'list' }, request])).toEqual({ list: 1, patch: 2 });
  });

  it('are reads, beside a GET of each Secret and ConfigMap for each instance', () => {
    const secret = { ...request, verb: 'get', resource: 'secrets' };
    const contents = [secret, secret, secret, { ...secret, name: 'b' }, { ...secret, resource: 'configmaps' }];
    const others = [
      { ...secret, resource: 'pods' },
      { ...request, verb: 'list' },
    ];
    expect([1, 2].map((instances) => countReads([...contents, ...others, request], instances))).toEqual([4, 3]);
  });

  it('write a child when they change an object that an instance is made of, and succeed', () => {
    expect(isChildWrite(request)).toBe(true);
    expect(isChildWrite({ ...request, verb: 'list' })).toBe(false);
    expect(isChildWrite({ ...request, code: 409 })).toBe(false);
    expect(isChildWrite({ ...request, resource: 'interactionservers/status' })).toBe(false);
    expect(isChildWrite({ ...request, resource: 'events' })).toBe(false);
  });
});
