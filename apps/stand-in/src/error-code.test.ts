import { describe, expect, it } from 'vitest';
import { errorCode, withCode } from './error-code.ts';

describe('the code of a failure', () => {
  it.each([
    ['its own', withCode('28P01'), '28P01'],
    [
      'that of the last of several attempts',
      new AggregateError([withCode('EAGAIN'), withCode('ECONNREFUSED')]),
      'ECONNREFUSED',
    ],
    [
      'that of its cause, which says more',
      Object.assign(withCode('FAILED'), { cause: withCode('CERT_HAS_EXPIRED') }),
      'CERT_HAS_EXPIRED',
    ],
    [
      'that of a login that Kafka refuses, whatever its cause',
      new AggregateError([Object.assign(withCode('PLT_KFK_AUTHENTICATION'), { cause: withCode('PLT_KFK_PROTOCOL') })]),
      'PLT_KFK_AUTHENTICATION',
    ],
    ['the first word, as Redis has it', new Error('WRONGPASS invalid username-password pair'), 'WRONGPASS'],
    ['unknown where there is none, and words are not told', new Error('the password is canary'), 'UNKNOWN'],
    ['unknown of what is no error', 'canary', 'UNKNOWN'],
  ])('is %s', (_, error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});
