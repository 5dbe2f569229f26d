import { describe, expect, it } from 'vitest';
import { randomFaults } from './fault-plan.ts';
import type { ProxiedRequest, ProxiedVerb } from './proxied-request.ts';

function requests(verb: ProxiedVerb, howMany: number): readonly ProxiedRequest[] {
  return Array.from({ length: howMany }, (_, at) => ({
    verb,
    resource: 'services',
    namespace: 'voice',
    name: 'a',
    streamed: false,
    dryRun: false,
    url: '/',
    count: at + 1,
  }));
}

describe('random faults', () => {
  it('strike about the share of the requests that was asked for', () => {
    const struck = requests('apply', 10_000).map(randomFaults(1, 0.2));
    const share = struck.filter((fault) => fault !== undefined).length / struck.length;
    expect(share).toBeGreaterThan(0.19);
    expect(share).toBeLessThan(0.21);
  });

  it('are the same for the same seed, and others for another one', () => {
    const run = (seed: number) => requests('apply', 100).map(randomFaults(seed, 0.2));
    expect(run(7)).toEqual(run(7));
    expect(run(8)).not.toEqual(run(7));
  });

  it('strike nothing where the share is 0', () => {
    expect(new Set(requests('list', 100).map(randomFaults(1, 0)))).toEqual(new Set([undefined]));
  });

  it.each<[ProxiedVerb, number]>([
    ['list', 7],
    ['watch', 8],
    ['apply', 8],
  ])('are of every kind that a %s can meet', (verb, kinds) => {
    const struck = requests(verb, 40).map(randomFaults(1, 1));
    expect(new Set(struck.map((fault) => JSON.stringify(fault))).size).toBe(kinds);
  });
});
