import { afterAll, beforeAll, describe, it } from 'vitest';
import { runWalk } from '../src/walks/run-walk.ts';
import { openGround, planWalks } from '../src/walks/walks.ts';

/** A few of those that `npm run test:walks` takes. */
const options = { seed: 7, walks: 3, steps: 8, given: undefined };

describe.concurrent('an operator, whatever happens to an instance in whatever order,', () => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => ground.close());

  it.each(planWalks(options).map((walk) => ({ seed: walk.seed, walk })))(
    'restarts pods for a cause alone, never runs two IXN, says what is so, and ends as the user wants: walk $seed',
    ({ walk }) => runWalk(walk, ground),
    240_000,
  );
});
