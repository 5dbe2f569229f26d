import { stat } from 'node:fs/promises';
import { type AuditEvent, isWrite, readAuditLog } from '@ixn/control-plane';
import { childTypes } from '@ixn/operator';
import { inject } from 'vitest';
import { operatorUser } from '../global-setup.ts';
import type { TestNamespace } from './cluster.ts';

/** What came of a change, sorted: objects as `Kind name`, workloads by their component. */
export interface Outcome {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  readonly restarted: readonly string[];
}

/** Tells from the audit log what has come since it was made. */
export interface AuditedChanges {
  soFar(): Promise<Outcome>;
}

const kindOf = new Map(Object.values(childTypes).map(({ plural, kind }) => [plural, kind]));
const componentLabel = 'app.kubernetes.io/component';

/** Begins to look at what the operator writes in a namespace, and which pods are made there. */
export async function auditChanges(namespace: TestNamespace): Promise<AuditedChanges> {
  const path = inject('controlPlane').auditLogPath;
  const { size } = await stat(path);
  const podsBefore = (await namespace.list('pods', componentLabel)).map(({ metadata }) => metadata.labels ?? {});
  return {
    soFar: async () => {
      const events = (await readAuditLog(path, size)).filter((event) => isDone(event, namespace.name));
      const own = events.filter(({ user, resource }) => user === operatorUser && kindOf.has(resource));
      const created = objectsOf(own.filter(({ code }) => code === 201));
      return {
        created,
        changed: objectsOf(own.filter(({ verb, code }) => verb !== 'delete' && code === 200)).filter(
          (object) => !created.includes(object),
        ),
        deleted: objectsOf(own.filter(({ verb }) => verb === 'delete')),
        restarted: restartedComponents(podsBefore, events),
      };
    },
  };
}

function isDone(event: AuditEvent, wanted: string): boolean {
  const { namespace, code, requestUri } = event;
  return isWrite(event) && namespace === wanted && code < 300 && !requestUri.includes('dryRun=');
}

function objectsOf(events: readonly AuditEvent[]): readonly string[] {
  return sorted(events.map(({ resource, name }) => `${kindOf.get(resource)} ${name}`));
}

type Labels = Readonly<Record<string, string>>;

/** Components that had pods before and got one of another template since. */
function restartedComponents(before: readonly Labels[], events: readonly AuditEvent[]): readonly string[] {
  const made = events
    .filter(({ resource, verb }) => resource === 'pods' && verb === 'create')
    .map(({ requestObject }): Labels => Object(requestObject).metadata.labels);
  const replaced = made.filter((labels) => {
    const predecessors = before.filter((other) => other[componentLabel] === labels[componentLabel]);
    return predecessors.length > 0 && predecessors.every((other) => templateOf(other) !== templateOf(labels));
  });
  return sorted(replaced.map((labels) => labels[componentLabel] ?? ''));
}

/** What Kubernetes calls the template that a pod was made of. */
function templateOf(labels: Labels): string | undefined {
  return labels['pod-template-hash'] ?? labels['controller-revision-hash'];
}

/** In order, each once. */
export function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
