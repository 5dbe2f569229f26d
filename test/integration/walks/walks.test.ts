import { afterAll, beforeAll, describe, it } from 'vitest';
import { runWalk } from '../src/walks/run-walk.ts';
import { openGround, planWalks, readWalkOptions } from '../src/walks/walks.ts';

const options = readWalkOptions(process.env);
const walkTimeoutMs = 900_000;

describe.concurrent('an operator, whatever happens to an instance in whatever order,', () => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  beforeAll(async () => {
    console.log(
      `walks of the seeds ${options.seed} to ${options.seed + options.walks - 1}, ${options.steps} steps each`,
    );
    ground = await openGround();
  });
  afterAll(() => ground.close());

  it.each(planWalks(options).map((walk) => ({ seed: walk.seed, walk })))(
    'restarts pods for a cause alone, never runs two IXN, says what is so, and ends as the user wants: walk $seed',
    ({ walk }) => runWalk(walk, ground),
    walkTimeoutMs,
  );
});
