import { describe, expect, it } from 'vitest';
import { fetchServerVersion } from './server-version.ts';

describe('fetchServerVersion', () => {
  it('reads the version that vendors add to, and asks again while there is none', async () => {
    const answers = [{}, { major: '1', minor: '35+', gitVersion: 'v1.35.2-gke.1' }];
    const asked: string[] = [];
    const client = {
      raw: async (path: string) => {
        asked.push(path);
        return { ok: true, value: answers.shift() } as const;
      },
    };
    const options = { client, retryAfterMs: 1, onFailure: () => undefined };
    expect(await fetchServerVersion(options, new AbortController().signal)).toBe('v1.35.2-gke.1');
    expect(asked).toEqual(['/version', '/version']);
  });
});
