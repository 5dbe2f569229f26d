import { workloads } from '@ixn/connections';
import { missingImage, type Model } from '../model.ts';
import { type Act, edit } from './act.ts';

function moves(model: Model, tags: readonly string[]) {
  return workloads.flatMap((workload) =>
    tags
      .filter((tag) => tag !== model.tags[workload])
      .map((tag) => edit(`${workload} gets the image ${tag}`, { ...model, tags: { ...model.tags, [workload]: tag } })),
  );
}

/** Another image of one workload. */
export const otherImage: Act = { weight: 12, hasty: true, moves: (model) => moves(model, ['v1', 'v2', 'v3']) };

/** An image that cannot be pulled. */
export const badImage: Act = { weight: 6, moves: (model) => moves(model, [missingImage]) };

/** A good one in place of it. */
export const mendedImage: Act = {
  weight: 10,
  hasty: true,
  moves: (model) => {
    const bad = workloads.filter((workload) => model.tags[workload] === missingImage);
    return bad.map((workload) =>
      edit(`${workload} is mended with the image v4`, { ...model, tags: { ...model.tags, [workload]: 'v4' } }),
    );
  },
};
