import { describe, expect, it } from 'vitest';
import { bootstrapIn, redisDocumentIn } from './secret-documents.ts';

describe('redisDocumentIn', () => {
  it.each([
    ['all that it may say', '{"password":"p","port":6380,"rejectUnauthorized":false,"servername":"redis"}'],
    ['a port that is a text', '{"password":"p","port":"6380","rejectUnauthorized":false,"servername":"redis"}'],
  ])('reads %s', (_, text) => {
    const all = { password: 'p', port: 6380, rejectUnauthorized: false, serverName: 'redis' };
    expect(redisDocumentIn(text)).toEqual(all);
  });

  it('leaves out what it does not say, or not as it should', () => {
    expect(redisDocumentIn('{"password":"","port":0,"rejectUnauthorized":"no"}')).toEqual({});
  });

  it.each(['', 'p', '"p"', '{', 'null'])('gives nothing for %j', (text) => {
    expect(redisDocumentIn(text)).toBeUndefined();
  });
});

describe('bootstrapIn', () => {
  it('reads every endpoint', () => {
    expect(bootstrapIn('{"bootstrap":"kafka-0.k:9092, [fd00::1]:9093"}')).toEqual([
      { host: 'kafka-0.k', port: 9092 },
      { host: 'fd00::1', port: 9093 },
    ]);
  });

  it('takes as many endpoints as the spec does, and no more', () => {
    const documentOf = (count: number) => JSON.stringify({ bootstrap: Array(count).fill('kafka:9092').join(',') });
    expect(bootstrapIn(documentOf(16))).toHaveLength(16);
    expect(bootstrapIn(documentOf(17))).toBeUndefined();
  });

  it.each([
    '{}',
    '{"bootstrap":""}',
    '{"bootstrap":"kafka"}',
    '{"bootstrap":"a:1,b"}',
    '{"bootstrap":"a:70000"}',
    'a:1',
  ])('gives nothing for %s', (text) => {
    expect(bootstrapIn(text)).toBeUndefined();
  });
});
