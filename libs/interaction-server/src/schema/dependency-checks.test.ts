import { connections } from '@ixn/connections';
import { interactionServer } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge.testing.ts';
import { parse } from '../parse.ts';

const gates = 'only connections that lead out of the instance can be waited for: 1, 5, 6, 7, 13, 14, 15, 16, 17, 19';

function judgeChecks(dependencyChecks: object) {
  return judge(interactionServer({ spec: { dependencyChecks } }));
}

function violationsOf(dependencyChecks: object): readonly string[] {
  const parsed = parse(interactionServer({ spec: { dependencyChecks } }));
  return parsed.ok ? [] : parsed.violations.map(({ path, message }) => `${path}: ${message}`);
}

describe('spec.dependencyChecks', () => {
  it('checks each minute, and lets nothing wait, unless the spec says more', () => {
    const parsed = parse(interactionServer());
    expect(parsed.ok && parsed.value.spec.dependencyChecks).toEqual({ mode: 'Advisory', intervalSeconds: 60 });
  });

  it.each<[string, object, readonly string[]]>([
    ['no row', { gateRolloutOn: [] }, []],
    ['the databases', { gateRolloutOn: [16, 17] }, []],
    ['a row although nothing is checked', { mode: 'Off', gateRolloutOn: [16] }, []],
    ['the connection between its own workloads', { gateRolloutOn: [16, 2] }, [gates]],
    ['a connection that others open', { gateRolloutOn: [12] }, [gates]],
    ['a number that no row has', { gateRolloutOn: [20] }, [gates]],
  ])('that lets a rollout wait for %s is judged by CEL as by parse', (_, checks, broken) => {
    expect(judgeChecks(checks)).toEqual({ cel: broken, parsed: broken });
  });

  it('takes any of the rows that lead out, and no other', () => {
    const row = fc.constantFrom(...connections.map(({ number }) => number));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 16 }), (gateRolloutOn) => {
        const { cel, parsed } = judgeChecks({ gateRolloutOn });
        expect(parsed).toEqual(cel);
      }),
    );
  });

  it.each<[object, readonly string[]]>([
    [{ intervalSeconds: 10 }, []],
    [{ intervalSeconds: 3600 }, []],
    [{ intervalSeconds: 9 }, ['spec.dependencyChecks.intervalSeconds: should be greater than or equal to 10']],
    [
      { mode: 'Strict' },
      ['spec.dependencyChecks.mode: Unsupported value: "Strict": supported values: "Advisory", "Off"'],
    ],
  ])('says of %j what is right', (checks, violations) => {
    expect(violationsOf(checks)).toEqual(violations);
  });
});
