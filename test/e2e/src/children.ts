import { childTypes } from '@ixn/operator';
import type { ChildKind } from '@ixn/manifests';
import { eventually, type Scene } from './scene.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An object of an instance, as it is read back. */
export interface Child {
  readonly apiVersion: string;
  readonly kind: ChildKind;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly name: string }[];
  };
  readonly spec?: Fields;
}

const managedBy = 'app.kubernetes.io/managed-by';
const partOf = 'app.kubernetes.io/part-of';
const componentLabel = 'app.kubernetes.io/component';

/** One object of each kind that instances of these names own. Fails where a kind has none. */
export async function oneOfEachKind(scene: Scene, owners: readonly string[]): Promise<readonly Child[]> {
  const { kubectl, facts } = scene;
  const kinds = Object.entries(childTypes);
  const found = kinds.map(async ([kind, { plural, group }]) =>
    eventually(`there is a ${kind}`, async () => {
      const resource = group === '' ? plural : `${plural}.${group}`;
      const all = await kubectl.list<Child>(resource, facts.namespaces.instances, operatorsLabel);
      return all.find(({ metadata }) => owners.includes(metadata.ownerReferences?.[0]?.name ?? ''));
    }),
  );
  return await Promise.all(found);
}

const operatorsLabel = `${managedBy}=interaction-server-operator`;

/** Takes a label off an object of the operator's; resolves when it is back. */
export async function takeLabelOff({ kubectl, facts }: Scene, { kind, metadata }: Child): Promise<void> {
  const { name } = metadata;
  const namespace = facts.namespaces.instances;
  await kubectl.run(['label', kind, name, '-n', namespace, `${partOf}-`]);
  await eventually(`the label of ${kind} ${name} is back`, async () => {
    const object = await kubectl.get<Child>(kind, name, namespace);
    return object?.metadata.labels[partOf] === undefined ? undefined : true;
  });
}

/** Makes an object beside one of the operator's that seems to be its own, and that nobody wants; resolves when it is gone. */
export async function addUnwanted({ kubectl, facts }: Scene, child: Child): Promise<void> {
  const { kind } = child;
  const namespace = facts.namespaces.instances;
  const unwanted = unwantedLike(child);
  const { name } = unwanted.metadata;
  await kubectl.run(['create', '-n', namespace, '-f', '-'], JSON.stringify(unwanted));
  await eventually(`the unwanted ${kind} ${name} is gone`, async () => {
    return (await kubectl.get(kind, name, namespace)) === undefined ? true : undefined;
  });
}

/** The like of an object under another name, which runs nothing and is no workload. */
function unwantedLike({ metadata, spec, ...others }: Child) {
  const { [componentLabel]: _, ...labels } = metadata.labels;
  const { annotations, ownerReferences } = metadata;
  const { status: __, ...rest }: Fields & { readonly status?: unknown } = others;
  return {
    ...rest,
    metadata: { name: `${metadata.name}-unwanted`, labels, annotations, ownerReferences },
    ...(spec !== undefined && { spec: atRest(others.kind, spec) }),
  };
}

/** A spec without what the API server chose, that starts nothing. */
function atRest(kind: ChildKind, spec: Fields): Fields {
  switch (kind) {
    case 'Service': {
      const { clusterIP: _, clusterIPs: __, ...others } = spec;
      return others;
    }
    case 'StatefulSet':
    case 'Deployment':
      return { ...spec, replicas: 0 };
    case 'PersistentVolumeClaim': {
      const { volumeName: _, ...others } = spec;
      return others;
    }
    case 'HorizontalPodAutoscaler':
      return { ...spec, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' } };
    default:
      return spec;
  }
}
