import { leaseType } from '@ixn/controller-runtime';
import type { ResourceType } from '@ixn/kube-client';
import { defaultLeaseName } from './configuration.ts';
import { protectionPolicyName } from './protection-policy.ts';
import {
  childTypes,
  definitionType,
  endpointSliceType,
  eventType,
  interactionServers,
  newEventType,
  podMonitorDefinition,
  podType,
  protectionTypes,
  referenceTypes,
} from './resource-types.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/**
 * Where a right is given: in the namespaces whose instances are run, on objects that are in no namespace, in the namespace of
 * the operator's own pod, or in that of its Lease.
 */
export type RightScope = 'instances' | 'cluster' | 'own' | 'lease';

/** A right that the operator needs. */
export interface Right {
  readonly scope: RightScope;
  /** A sentence or two: what it is for. */
  readonly why: string;
  readonly on: readonly RightTarget[];
  /** The objects that it is bound to; of any name where there is none. */
  readonly names?: readonly string[];
  readonly verbs: readonly Verb[];
  /** The admission plugin that asks for it. Without one, the operator's own requests do. */
  readonly askedBy?: 'OwnerReferencesPermissionEnforcement';
}

/** A resource as a role names it. */
export interface RightTarget {
  /** Empty for the core group. */
  readonly group: string;
  /** Plural, with the subresource behind a slash, such as `interactionservers/status`. */
  readonly resource: string;
}

/** A resource in kubectl's words, such as `statefulsets.apps` or `interactionservers.ixn.operators.dev/status`. */
export function resourceWords({ group, resource }: RightTarget): string {
  const [plural = '', ...subresource] = resource.split('/');
  return [group === '' ? plural : `${plural}.${group}`, ...subresource].join('/');
}

function on(...types: readonly ResourceType[]): readonly RightTarget[] {
  return types.map(({ group, plural }) => ({ group, resource: plural }));
}

function part({ group, plural }: ResourceType, subresource: string): readonly RightTarget[] {
  return [{ group, resource: `${plural}/${subresource}` }];
}

const looking = ['list', 'watch'] as const;
/** Those that `looking` needs too; `get` finds whose an object is that stands in the way, and who changed one of ours. */
const owning = ['get', ...looking, 'create', 'patch', 'delete'] as const;

const { PodMonitor, Job, ...everyInstance } = childTypes;

/** Every right that the operator needs, and no other: the roles of deploy/ are written from this list. */
export const rights: readonly Right[] = [
  { scope: 'instances', why: 'The instances.', on: on(interactionServers), verbs: looking },
  { scope: 'instances', why: 'What is said of them.', on: part(interactionServers, 'status'), verbs: ['patch'] },
  {
    scope: 'instances',
    why: 'Owner references that block deletion; asked for where OwnerReferencesPermissionEnforcement is on, as on OpenShift.',
    on: part(interactionServers, 'finalizers'),
    verbs: ['update'],
    askedBy: 'OwnerReferencesPermissionEnforcement',
  },
  {
    scope: 'instances',
    why: 'What an instance is made of. Server-side apply is a patch, and a create as well where the object is new.',
    on: on(...Object.values(everyInstance)),
    verbs: owning,
  },
  { scope: 'instances', why: 'What provisions databases, where a spec asks for that.', on: on(Job), verbs: owning },
  {
    scope: 'instances',
    why: 'PodMonitors, where the cluster knows them; their definition tells.',
    on: on(PodMonitor),
    verbs: owning,
  },
  {
    scope: 'cluster',
    why: 'Whether the cluster knows PodMonitors.',
    on: on(definitionType),
    names: [podMonitorDefinition],
    verbs: looking,
  },
  {
    scope: 'cluster',
    why: 'Whether deletion protection is enforced.',
    on: on(...Object.values(protectionTypes)),
    names: [protectionPolicyName],
    verbs: looking,
  },
  { scope: 'instances', why: 'How the pods of an instance are.', on: on(podType), verbs: looking },
  {
    scope: 'instances',
    why:
      'Kubernetes 1.35.0 to 1.35.3 never replaces a pod of a StatefulSet that is not ready (kubernetes#137409): there, and ' +
      'only there, the operator deletes such a pod of IXN itself when its template is new.',
    on: on(podType),
    verbs: ['delete'],
  },
  {
    scope: 'instances',
    why: 'Whether pods stand behind the Services of an instance.',
    on: on(endpointSliceType),
    verbs: looking,
  },
  {
    scope: 'instances',
    why:
      'Which Secrets there are: only their metadata is watched; those that instances name are read one by one. With ' +
      '--poll-references-seconds get is enough.',
    on: on(referenceTypes.Secret),
    verbs: ['get', ...looking],
  },
  {
    scope: 'instances',
    why: 'Why pods of a StatefulSet could not be made stands in events alone.',
    on: on(eventType),
    verbs: looking,
  },
  {
    scope: 'instances',
    why: 'Events about instances; one that repeats itself counts on.',
    on: on(newEventType),
    verbs: ['create', 'patch'],
  },
  {
    scope: 'lease',
    why: 'For --leader-elect. A right to create cannot be bound to a name.',
    on: on(leaseType),
    verbs: ['create'],
  },
  {
    scope: 'lease',
    why: 'The Lease that the working operator holds.',
    on: on(leaseType),
    names: [defaultLeaseName],
    verbs: ['get', 'update'],
  },
  { scope: 'own', why: 'For --pod: what image that runs, as its Jobs run the same.', on: on(podType), verbs: ['get'] },
];
