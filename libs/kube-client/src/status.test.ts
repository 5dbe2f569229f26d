import { describe, expect, it } from 'vitest';
import { failureOfStatus } from './status.ts';

const conflict = {
  reason: 'Conflict',
  message: 'm',
  details: { causes: [{ reason: 'FieldManagerConflict', message: 'by "you"', field: '.data.a' }] },
};

/** The answer to an applied object that does not fit its schema. */
const untypable = {
  kind: 'Status',
  code: 500,
  message:
    'failed to create typed patch object (a/b; apps/v1, Kind=Deployment): .spec.template.spec.tolerations: expected list, got &{all}',
};

describe('the failure of a status', () => {
  it.each([
    [400, {}, 'BadRequest', 'terminal'],
    [401, {}, 'Unauthorized', 'retry'],
    [403, {}, 'Forbidden', 'terminal'],
    [404, {}, 'NotFound', 'terminal'],
    [409, { reason: 'AlreadyExists' }, 'AlreadyExists', 'conflict'],
    [409, { reason: 'Conflict' }, 'Conflict', 'conflict'],
    [409, conflict, 'FieldConflict', 'conflict'],
    [410, { reason: 'Expired' }, 'Gone', 'retry'],
    [415, {}, 'BadRequest', 'terminal'],
    [422, {}, 'Invalid', 'terminal'],
    [429, {}, 'Throttled', 'throttled'],
    [500, undefined, 'ServerError', 'retry'],
    [500, untypable, 'BadRequest', 'terminal'],
    [503, '<html>', 'ServerError', 'retry'],
    [302, '', 'BadAnswer', 'retry'],
  ])('%i %j is %s, to be treated as %s', (httpStatus, body, code, category) => {
    expect(failureOfStatus(httpStatus, body)).toMatchObject({ code, category, httpStatus });
  });

  it('keeps the message and every cause with its field', () => {
    expect(failureOfStatus(409, conflict)).toMatchObject({
      message: 'm',
      causes: [{ field: '.data.a', reason: 'FieldManagerConflict', message: 'by "you"' }],
    });
    expect(failureOfStatus(500, '<html>').message).toBe('HTTP status 500');
  });

  it('takes the time to wait from the header, else from the body, else knows none', () => {
    const body = { details: { retryAfterSeconds: 3 } };
    expect(failureOfStatus(429, body, '2').retryAfterMs).toBe(2000);
    expect(failureOfStatus(429, body).retryAfterMs).toBe(3000);
    expect(failureOfStatus(429, {}, 'soon').retryAfterMs).toBeUndefined();
    expect(failureOfStatus(429, {})).not.toHaveProperty('retryAfterMs');
  });
});
