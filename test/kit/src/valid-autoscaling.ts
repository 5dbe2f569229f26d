import * as fc from 'fast-check';

const percentage = fc.oneof(fc.constantFrom(1, 80, 1000), fc.integer({ min: 1, max: 1000 }));

const autoscaling = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 2 }),
    fc.record(
      { targetCPUUtilizationPercentage: percentage, targetMemoryUtilizationPercentage: percentage },
      { requiredKeys: [] },
    ),
  )
  .map(([bounds, targets]) => {
    const [minReplicas, maxReplicas = minReplicas] = bounds.toSorted((a, b) => a - b);
    return { ...targets, ...(maxReplicas !== 1 && { minReplicas }), maxReplicas };
  });

/** Any valid VQ Node with an autoscaler or without; with one it asks for what it is measured against. */
export function withAutoscaling(workload: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.tuple(workload, fc.option(autoscaling, { nil: undefined })).map(([given, scaling]) => {
    if (scaling === undefined) return given;
    return 'podTemplate' in given
      ? { ...given, autoscaling: scaling }
      : { ...given, autoscaling: scaling, resources: asking('resources' in given ? Object(given.resources) : {}) };
  });
}

interface Resources {
  readonly requests?: object;
  readonly limits?: object;
}

/** The resources with a request for CPU and memory where there is neither request nor limit. */
function asking({ requests, limits }: Resources): Resources {
  const missing = Object.entries({ cpu: '30m', memory: '128Mi' }).filter(
    ([name]) => !(name in { ...requests, ...limits }),
  );
  const all = { ...requests, ...Object.fromEntries(missing) };
  return { ...(Object.keys(all).length > 0 && { requests: all }), ...(limits && { limits }) };
}
