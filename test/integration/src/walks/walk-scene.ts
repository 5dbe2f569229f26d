import { randomUUID } from 'node:crypto';
import { awaitNode, createNode } from '@ixn/control-plane';
import { inject } from 'vitest';
import { createNamespace, eventually, type TestNamespace } from '../cluster.ts';
import { type OperatorProcess, spawnOperator } from '../operator-process.ts';
import type { AuditTail } from './audit-tail.ts';
import type { Journal, Journals } from './journal.ts';
import { type Build, type Model, type ReferenceName, referenceNames } from './model.ts';
import { instanceManifest, nodeKey, referenceManifest } from './walk-manifests.ts';

/** What all walks share. */
export interface WalkGround {
  readonly journals: Journals;
  readonly audit: AuditTail;
  /** The operator that renders something more. */
  readonly nextBundle: string;
}

/** One instance with an operator of its own, in a namespace of its own. */
export interface WalkScene {
  readonly namespace: TestNamespace;
  readonly journal: Journal;
  readonly audit: AuditTail;
  /** The walk's own node, where its pods are bound to one. */
  readonly node: string | undefined;
  /** Applies the resource as the user has it now; rejects with the API server's words. */
  say(model: Model): Promise<void>;
  /** Makes a Secret or ConfigMap of the user what the model has. */
  put(name: ReferenceName, model: Model): Promise<void>;
  /** Releases what the status says is pending. */
  release(model: Model): Promise<void>;
  /** Kills the operator, if one runs, and starts that of a build; resolves when it works. */
  restart(build: Build, flags?: readonly string[]): Promise<void>;
  /** Kills the operator, if one runs. */
  stop(): Promise<void>;
  /** Of all operators so far. */
  operatorLog(): string;
  close(): Promise<void>;
}

const user = 'fieldManager=walker&force=true';

/** Opens a scene: everything is there but the instance. */
export async function openWalkScene(ground: WalkGround, model: Model): Promise<WalkScene> {
  const { journals, audit, nextBundle } = ground;
  const namespace = await createNamespace('walk');
  const { request } = namespace;
  const node = model.pinned ? `node-${namespace.name}` : undefined;
  if (node !== undefined) await createOwnNode(namespace, node);
  const journal = journals.of(namespace.name);
  const tenantId = randomUUID();
  let operator: OperatorProcess | undefined;
  let earlierLogs = '';
  let applyPending: string | undefined;

  async function applyTo(path: string, body: object): Promise<void> {
    const contentType = 'application/apply-patch+yaml';
    const answer = await request({ method: 'PATCH', path: `${path}?${user}`, contentType, body });
    if (answer.status >= 300) throw new Error(`PATCH ${path}: ${JSON.stringify(answer.body)}`);
  }

  const scene: WalkScene = {
    namespace,
    journal,
    audit,
    node,
    say: (said) => {
      const manifest = instanceManifest(said, { tenantId, node, applyPending });
      const path = `/apis/ixn.operators.dev/v1alpha1/namespaces/${namespace.name}/interactionservers`;
      return applyTo(`${path}/${manifest.metadata.name}`, manifest);
    },
    put: async (name, { references }) => {
      const manifest = referenceManifest(name, references[name]);
      const plural = name === 'pg-ca' ? 'configmaps' : 'secrets';
      if (manifest === undefined) await namespace.delete(plural, name);
      else await applyTo(`/api/v1/namespaces/${namespace.name}/${plural}/${name}`, manifest);
    },
    release: async (said) => {
      applyPending = await eventually('the status names what is pending', async () => {
        return journal.instance()?.['status']?.pending?.id;
      });
      await scene.say(said);
    },
    stop: async () => {
      await operator?.kill();
      earlierLogs += operator?.log() ?? '';
      operator = undefined;
    },
    restart: async (build, flags = []) => {
      await scene.stop();
      const { operatorKubeconfig, operatorBundle } = inject('controlPlane');
      const bundle = build === 'this' ? operatorBundle : nextBundle;
      const started = spawnOperator(operatorKubeconfig, ['--namespaces', namespace.name, ...flags], bundle);
      operator = started;
      await eventually('the operator works', async () => started.log().includes('work begins') || undefined, 60_000);
    },
    operatorLog: () => earlierLogs + (operator?.log() ?? ''),
    close: async () => {
      await operator?.kill();
      audit.forget(namespace.name);
      await request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace.name}` });
      if (node !== undefined) await request({ method: 'DELETE', path: `/api/v1/nodes/${node}` });
    },
  };
  for (const name of referenceNames) await scene.put(name, model);
  return scene;
}

/** A node that takes the pods of this walk alone, so that nobody else minds when it dies. */
async function createOwnNode({ request }: TestNamespace, name: string): Promise<void> {
  await createNode(request, name);
  await awaitNode(request, name);
  await request({
    method: 'PATCH',
    path: `/api/v1/nodes/${name}`,
    contentType: 'application/merge-patch+json',
    body: {
      metadata: { labels: { [nodeKey]: name } },
      spec: { taints: [{ key: nodeKey, value: name, effect: 'NoSchedule' }] },
    },
  });
}
