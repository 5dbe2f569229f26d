import { type Workload, workloads } from '@ixn/connections';

/** How much the operator is told to hold back; `Sometimes` is a word that nobody knows. */
export type PauseWord = 'None' | 'Disruptive' | 'All' | 'Sometimes';

/** A Secret or ConfigMap of the user: there, away, or there without one of the keys in use. */
export interface ReferencedObject {
  readonly state: 'present' | 'missing' | 'keyless';
  /** Of the keys in use. */
  readonly value: number;
  /** Of a key that nobody uses. */
  readonly unused: number;
  /** Of a label. */
  readonly label: number;
}

/** The objects of the user, and which workloads read them. */
export const referenceUsers = {
  'ixn-db': ['ixnServer'],
  'node-db': ['ixnNode'],
  kafka: ['ixnServer', 'ixnVQNode'],
  'pg-ca': ['ixnServer'],
} as const satisfies Readonly<Record<string, readonly Workload[]>>;

export type ReferenceName = keyof typeof referenceUsers;

export const referenceNames: readonly ReferenceName[] = ['ixn-db', 'node-db', 'kafka', 'pg-ca'];

/** An image that cannot be pulled. */
export const missingImage = 'does-not-exist';

export type PerWorkload<T> = Readonly<Record<Workload, T>>;

/** Which operator runs: the one that is built from the sources, or one that renders something more. */
export type Build = 'this' | 'next';

/** All that the pods of a workload depend on, by name. */
export type Inputs = Readonly<Record<string, string | number | boolean>>;

/** What was given to a workload last, and who rendered it. */
export interface Running {
  readonly inputs: Inputs;
  readonly build: Build;
}

/** What the instance has beside its pod templates. */
export interface Rest {
  readonly policy: 'Ingress' | 'Full' | 'Off';
  readonly replicas: PerWorkload<number>;
  readonly ports: string;
}

/** Where a walk stands: what the user has said, what was done to the cluster, and what the operator has made of it. */
export interface Model {
  readonly tags: PerWorkload<string>;
  readonly replicas: PerWorkload<number>;
  readonly memory: PerWorkload<number>;
  /** A setting of IXN Node. */
  readonly level: 'info' | 'debug';
  readonly ixnPort: number;
  readonly vqPort: number;
  readonly policy: Rest['policy'];
  readonly pause: { readonly spec: 'None' | 'Disruptive' | 'All'; readonly annotation: PauseWord };
  readonly window: 'none' | 'open' | 'closed';
  /** Whether VQ Node has a podTemplate that the API server refuses. */
  readonly refused: boolean;
  readonly references: Readonly<Record<ReferenceName, ReferencedObject>>;
  /** What the user has released, see `wish`. */
  readonly released: string | undefined;

  readonly build: Build;
  /** Whether the pods are bound to a node of the walk's own. */
  readonly pinned: boolean;
  readonly nodeDead: boolean;
  /** Workloads of which one pod has a fault. */
  readonly faults: PerWorkload<'none' | 'crash' | 'unready'>;
  /** Whether a child is gone or changed by hand, and not mended yet. */
  readonly drifted: boolean;

  readonly running: PerWorkload<Running>;
  readonly rest: Rest;
}

export function perWorkload<T>(of: (workload: Workload) => T): PerWorkload<T> {
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}

/** The instance that every walk begins with. */
export function initialModel(pinned: boolean): Model {
  const references = { state: 'present', value: 1, unused: 1, label: 1 } as const;
  const bare: Omit<Model, 'rest'> = {
    tags: perWorkload(() => 'v1'),
    replicas: perWorkload((workload) => (workload === 'ixnVQNode' ? 2 : 1)),
    memory: perWorkload(() => 256),
    level: 'info',
    ixnPort: 7001,
    vqPort: 7002,
    policy: 'Ingress',
    pause: { spec: 'None', annotation: 'None' },
    window: 'none',
    refused: false,
    references: { 'ixn-db': references, 'node-db': references, kafka: references, 'pg-ca': references },
    released: undefined,
    build: 'this',
    pinned,
    nodeDead: false,
    faults: perWorkload(() => 'none'),
    drifted: false,
    running: perWorkload(() => ({ inputs: {}, build: 'this' })),
  };
  const wanted = { ...bare, rest: wantedRest(bare) };
  return { ...wanted, running: perWorkload((workload) => ({ inputs: wantedInputs(wanted, workload), build: 'this' })) };
}

/**
 * What the pods of a workload are to depend on, after the connections table. `ixnPort` is the port that IXN serves: where its
 * own change is held back, that is the old one. What is missing changes nothing.
 */
export function wantedInputs(model: Model, workload: Workload, ixnPort = model.ixnPort): Inputs {
  const read = referenceNames.filter((name) => readers(name).includes(workload));
  const isComplete = read.every((name) => model.references[name].state === 'present');
  const values = read.map((name) => `${name} ${model.references[name].value}`).join(', ');
  const kept = model.running[workload].inputs['references'] ?? '';
  return {
    tag: model.tags[workload],
    memory: model.memory[workload],
    references: isComplete ? values : kept,
    ...(workload === 'ixnServer' && { ixnPort: model.ixnPort }),
    ...(workload === 'ixnNode' && { level: model.level, ixnPort }),
    ...(workload === 'ixnVQNode' && { port: model.vqPort, refused: model.refused }),
  };
}

export function wantedRest({
  policy,
  replicas,
  ixnPort,
  vqPort,
}: Pick<Model, 'policy' | 'replicas' | 'ixnPort' | 'vqPort'>): Rest {
  return { policy, replicas, ports: `${ixnPort} ${vqPort}` };
}

/** All that is wanted of the pods together: what a user releases is this and nothing else. */
export function wish(model: Model): string {
  return JSON.stringify([model.build, workloads.map((workload) => wantedInputs(model, workload))]);
}

export function readers(name: ReferenceName): readonly Workload[] {
  return referenceUsers[name];
}

/** The stronger of what spec and annotation say; undefined where the annotation says nothing that is known. */
export function pauseOf({ pause }: Model): 'None' | 'Disruptive' | 'All' | undefined {
  if (pause.annotation === 'Sometimes') return undefined;
  const words = [pause.spec, pause.annotation];
  return words.includes('All') ? 'All' : words.includes('Disruptive') ? 'Disruptive' : 'None';
}

/** Whether what a workload was given last cannot come up. */
export function isBroken(model: Model, workload: Workload): boolean {
  return model.rest.replicas[workload] > 0 && model.running[workload].inputs['tag'] === missingImage;
}

/** Pods of a workload that are ready, where everything is at rest. */
export function readyPods(model: Model, workload: Workload): number {
  const replicas = model.rest.replicas[workload];
  if (replicas === 0 || model.nodeDead) return 0;
  return model.faults[workload] === 'none' ? replicas : replicas - 1;
}

export function isMissing(model: Model): boolean {
  return referenceNames.some((name) => model.references[name].state !== 'present');
}
