import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint } from './endpoint.ts';

describe('an endpoint', () => {
  it.each([
    ['redis.example.com:1', { host: 'redis.example.com', port: 1 }],
    ['10.0.0.1:65535', { host: '10.0.0.1', port: 65_535 }],
    ['[fd00::1]:80', { host: 'fd00::1', port: 80 }],
  ])('is read from %s and written the same', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
    expect(formatEndpoint(endpoint)).toBe(text);
  });

  it('takes a port from elsewhere only where it says none', () => {
    expect(parseEndpoint('redis', '7')).toEqual({ host: 'redis', port: 7 });
    expect(parseEndpoint('redis:8', '7')).toEqual({ host: 'redis', port: 8 });
  });

  it.each(['', 'redis', ':80', 'redis:', 'redis:0', 'redis:65536', 'redis:x', 'fd00::1:80', 'a b:1', 'tcp://a:1'])(
    'is not read from %j',
    (text) => {
      expect(parseEndpoint(text)).toBeUndefined();
    },
  );
});
