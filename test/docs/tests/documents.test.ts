import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cluster, openCluster } from '../src/cluster.ts';
import { follow, isTried, stepsOf } from '../src/document.ts';
import { fragmentsOf } from '../src/fragments.ts';
import { root, welcomeReader } from '../src/reader.ts';

const alone = ['README.md', 'docs/tutorial.md'];
const chart = 'deploy/chart/interaction-server-operator/README.md';
const others = globSync('{docs,deploy}/**/*.md', { cwd: root }).filter((path) => ![...alone, chart].includes(path));
const documents = new Map([...alone, chart, ...others].map((path) => [path, stepsIn(path)]));
const fragments = [...documents.keys()].flatMap((path) =>
  fragmentsOf(read(path)).map(({ line, spec }) => [`${path}, line ${line}`, spec] as const),
);
// What takes everything away comes last.
const last = 'docs/how-to/uninstall.md';
const inOrder = [...others.filter((path) => path !== last).toSorted(), last];
const tried = inOrder.filter((path) => documents.get(path)?.some(isTried));
const documentTimeoutMs = 240_000;
let commandsRun = 0;

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function stepsIn(path: string) {
  try {
    return stepsOf(read(path));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Runs a document's commands in their order, as the text has them; gives what is not as it says. */
async function tryOut(path: string): Promise<string | undefined> {
  const reader = welcomeReader();
  try {
    return await follow(documents.get(path) ?? [], reader, () => {
      commandsRun += 1;
    });
  } finally {
    await reader.leave();
  }
}

async function expectTrue(path: string): Promise<void> {
  expect(await tryOut(path)).toBeUndefined();
}

afterAll(() => {
  const marked = new Map<string, number>();
  for (const { directive, commands } of [...documents.values()].flat())
    if (directive.kind === 'needs') marked.set(directive.need, (marked.get(directive.need) ?? 0) + commands.length);
  const sum = [...marked.values()].reduce((total, commands) => total + commands, 0);
  const list = [...marked].map(([need, commands]) => `${need} ${commands}`);
  console.log(`documents: ${commandsRun} commands run, ${sum} marked: ${list.join(', ')}`);
});

describe('on a cluster with nothing on it', () => {
  it.each([chart])('%s does what it says', expectTrue, documentTimeoutMs);
});

describe.concurrent('with a control plane of its own', () => {
  it.each(alone)('%s does what it says', expectTrue, documentTimeoutMs);
});

describe.concurrent('on a cluster with an operator', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await openCluster();
  });

  afterAll(() => cluster.stop());

  describe('and no instance', { concurrent: false }, () => {
    it.each(fragments)('takes the settings of %s', async (_, spec) => {
      expect(await cluster.refusal(spec)).toBeUndefined();
    });
  });

  describe('and an instance', { concurrent: false }, () => {
    beforeEach(() => cluster.prepare());

    afterEach(() => cluster.clear());

    it.each(tried)('%s does what it says', expectTrue, documentTimeoutMs);
  });
});
