import type { Blocked, ReferenceProblem } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import { shortcomingsOf } from './shortcomings.ts';
import type { InteractionServer } from '@ixn/interaction-server';
import { fingerprint, type Reference, type ReferenceDigests, referencesOf } from '@ixn/manifests';
import type { DatabaseSecrets } from '@ixn/rollout';
import { databaseReferencesOf, databaseSecretsOf } from './database-secrets.ts';
import type { Observation, ObservedReference, Ports, WriteOutcome } from './ports.ts';

/** What came of looking at the Secrets and ConfigMaps that an instance names. */
export interface ReferencesRead {
  /** What is to stand on the pods of each workload. */
  readonly digests: ReferenceDigests;
  /** What keeps pods from starting, now or the next time. */
  readonly problems: Readonly<Record<Workload, readonly ReferenceProblem[]>>;
  /** Why nothing can be made yet; undefined where nothing keeps it back. */
  readonly obstacle: Blocked | undefined;
  /** Another one when anything of what was looked at is another than before. */
  readonly version: string;
  /** What was found of the Secrets of the databases, where one of them is to be provisioned. */
  readonly databases: readonly DatabaseSecrets[];
  /** The reads that are to be tried again. */
  readonly unreadable: readonly WriteOutcome[];
}

/**
 * Looks at the Secrets and ConfigMaps that an instance names. A workload keeps the digest that its pods have while something
 * of it is missing or cannot be read, so that nothing restarts for that. One that does not exist yet waits for what cannot
 * be read: it would restart for nothing as soon as that can.
 */
export async function readReferences(
  instance: InteractionServer,
  existing: Observation['workloads'],
  ports: Pick<Ports, 'references' | 'podMergeSchema'>,
): Promise<ReferencesRead> {
  const further = databaseReferencesOf(instance);
  const { found, others } = await lookAt(instance, further, ports);
  const problems = perWorkload((workload) => found[workload].flatMap(problemsOf));
  const digests: Partial<Record<Workload, string>> = {};
  for (const workload of workloads) {
    const kept = problems[workload].some(({ use }) => use === 'read');
    const digest = kept ? existing[workload]?.referencesDigest : digestOf(found[workload]);
    if (digest !== undefined) digests[workload] = digest;
  }
  const unreadable = (of: Workload) => problems[of].filter(({ reason }) => reason === 'ReferenceUnreadable');
  const [first] = workloads.filter((workload) => existing[workload] === undefined).flatMap(unreadable);
  return {
    digests,
    problems,
    version: versionOf(workloads.flatMap((workload) => found[workload])),
    databases: databaseSecretsOf(instance, others, (workload) =>
      existing[workload] === undefined ? undefined : problems[workload].find(({ use }) => use === 'read'),
    ),
    obstacle: first && { kind: 'waiting', reason: first.reason, message: `${first.subject} ${first.words}` },
    unreadable: workloads.flatMap(unreadable).map(({ subject, words }) => {
      return { kind: 'failed', message: `${subject} ${words}` };
    }),
  };
}

/** A reference, and what there is of it. */
export interface Found {
  readonly reference: Reference;
  readonly observed: ObservedReference;
}

/** Asks for the references of all workloads, and for further ones, at once: what several of them read is then read once. */
async function lookAt(
  instance: InteractionServer,
  further: readonly Reference[],
  { references: reader, podMergeSchema }: Pick<Ports, 'references' | 'podMergeSchema'>,
): Promise<{ readonly found: Readonly<Record<Workload, readonly Found[]>>; readonly others: readonly Found[] }> {
  const { namespace, name } = instance;
  const wanted = referencesOf(instance, podMergeSchema);
  const all = [
    ...workloads.flatMap((workload) => wanted[workload].map((reference) => ({ workload, reference }))),
    ...further.map((reference) => ({ workload: undefined, reference })),
  ];
  const observed = await reader.observe(
    { namespace, name },
    all.map(({ reference }) => reference),
  );
  const found = all.map((one, index) => ({ ...one, observed: observed[index] ?? unanswered }));
  return {
    found: perWorkload((workload) => found.filter((one) => one.workload === workload)),
    others: found.filter((one) => one.workload === undefined),
  };
}

const unanswered: ObservedReference = { kind: 'unreadable', message: 'no answer' };

function perWorkload<T>(of: (workload: Workload) => T): Readonly<Record<Workload, T>> {
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}

/** One digest of all that the containers of a workload read; undefined where they read nothing. */
function digestOf(found: readonly Found[]): string | undefined {
  const read = found.flatMap(({ reference: { kind, name, use }, observed }) =>
    use === 'read' ? [[kind, name, observed.kind === 'found' ? observed.digest : ''].join('/')] : [],
  );
  return read.length === 0 ? undefined : fingerprint(read.toSorted());
}

function versionOf(found: readonly Found[]): string {
  const seen = found.map(({ reference: { kind, name, keys }, observed }) =>
    JSON.stringify([kind, name, keys, observed.kind === 'found' ? observed.digest : observed.kind]),
  );
  return fingerprint(seen.toSorted());
}

function problemsOf(found: Found): readonly ReferenceProblem[] {
  const { use } = found.reference;
  return use === 'provision' ? [] : shortcomingsOf(found).map((shortcoming) => ({ ...shortcoming, use }));
}
