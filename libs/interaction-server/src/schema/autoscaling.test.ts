import { interactionServer } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../judge.testing.ts';
import { parse } from '../parse.ts';

const bounds = 'minReplicas must be at most maxReplicas: lower the one or raise the other';
const cpu =
  'autoscaling measures CPU against what the container asks for: give resources.requests.cpu, or targetMemoryUtilizationPercentage alone';
const memory = 'autoscaling measures memory against what the container asks for: give resources.requests.memory';

const both = { requests: { cpu: '30m', memory: '128Mi' } };

function judgeVQNode(ixnVQNode: object) {
  return judge(interactionServer({ spec: { ixnVQNode } }));
}

describe('autoscaling of VQ Node', () => {
  it.each<[string, object, readonly string[]]>([
    ['nothing but the most pods', { resources: both, autoscaling: { maxReplicas: 4 } }, []],
    ['as many pods at least as at most', { resources: both, autoscaling: { minReplicas: 4, maxReplicas: 4 } }, []],
    ['more pods at least than at most', { resources: both, autoscaling: { minReplicas: 5, maxReplicas: 4 } }, [bounds]],
    ['no request', { autoscaling: { maxReplicas: 4 } }, [cpu]],
    [
      'a request for memory alone',
      { resources: { requests: { memory: '1Gi' } }, autoscaling: { maxReplicas: 4 } },
      [cpu],
    ],
    ['a limit in place of a request', { resources: { limits: { cpu: 1 } }, autoscaling: { maxReplicas: 4 } }, []],
    [
      'a podTemplate that may say the request',
      { podTemplate: { spec: {} }, autoscaling: { maxReplicas: 4, targetMemoryUtilizationPercentage: 80 } },
      [],
    ],
    [
      'a target for memory alone, and a request for it',
      {
        resources: { requests: { memory: '1Gi' } },
        autoscaling: { maxReplicas: 4, targetMemoryUtilizationPercentage: 80 },
      },
      [],
    ],
    [
      'a target for memory, and a request for CPU alone',
      { resources: { requests: { cpu: 1 } }, autoscaling: { maxReplicas: 4, targetMemoryUtilizationPercentage: 80 } },
      [memory],
    ],
  ])('with %s is judged by CEL as by parse', (_, ixnVQNode, broken) => {
    expect(judgeVQNode(ixnVQNode)).toEqual({ cel: broken, parsed: broken });
  });

  it('is judged by CEL as by parse, whatever it says', () => {
    const count = fc.integer({ min: 1, max: 3 });
    const request = fc.record({ cpu: fc.constant('1m'), memory: fc.constant('1Mi') }, { requiredKeys: [] });
    const percent = fc.constantFrom(1, 80);
    const vqNode = fc.record(
      {
        resources: fc.record({ requests: request, limits: request }, { requiredKeys: [] }),
        podTemplate: fc.constant({}),
        autoscaling: fc.record(
          {
            minReplicas: count,
            maxReplicas: count,
            targetCPUUtilizationPercentage: percent,
            targetMemoryUtilizationPercentage: percent,
          },
          { requiredKeys: ['maxReplicas'] },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(vqNode, (given) => {
        const { cel, parsed } = judgeVQNode(given);
        expect(parsed).toEqual(cel);
      }),
    );
  });

  it('leaves one pod at least unless the spec says more', () => {
    const spec = { ixnVQNode: { resources: both, autoscaling: { maxReplicas: 4 } } };
    const parsed = parse(interactionServer({ spec }));
    expect(parsed.ok && parsed.value.spec.ixnVQNode.autoscaling).toEqual({ minReplicas: 1, maxReplicas: 4 });
  });

  it('is none unless the spec asks for it', () => {
    const parsed = parse(interactionServer());
    expect(parsed.ok && 'autoscaling' in parsed.value.spec.ixnVQNode).toBe(false);
  });
});
