import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ControlPlane, installDefinitions, startControlPlane } from '@ixn/control-plane';
import { createTransport, type Transport } from '@ixn/kube-client';
import { type MergeSchema, podMergeSchema } from '@ixn/manifests';
import { KubeConfig } from '@kubernetes/client-node';
import { sampleManifest, sampleSecret } from './instance-manifest.ts';
import { renderTemplates } from './templates.ts';

/** A fresh control plane with the definitions and a namespace to work in: where one contestant is measured. */
export interface Scene {
  readonly controlPlane: ControlPlane;
  readonly auditLogPath: string;
  readonly namespace: string;
  /** What an instance is made of. */
  readonly templates: readonly string[];
  /** A kubeconfig file of a user of that name, who may do everything. */
  kubeconfigPathFor(user: string): string;
  transportFor(user: string, maxConnections?: number): Transport;
  createNamespace(name: string): Promise<void>;
  /** Path of a file of that name, which goes with the scene. */
  filePath(name: string): string;
  close(): Promise<void>;
}

const namespace = 'bench';
const nodeNames = ['node-a', 'node-b'];

export async function createScene(): Promise<Scene> {
  const controlPlane = await startControlPlane({ nodes: nodeNames, auditLog: true });
  const folder = mkdtempSync(join(tmpdir(), 'ixn-bench-'));
  try {
    await installDefinitions(controlPlane, resolve(import.meta.dirname, '../../../crds'));
    // Its garbage collector looks for new kinds twice a minute only; a new start makes it look now.
    await controlPlane.restart('kube-controller-manager');
    await must(controlPlane, ['create', 'namespace', namespace]);
    await must(controlPlane, ['apply', '-n', namespace, '-f', '-'], JSON.stringify(sampleSecret()));
    const templates = renderTemplates(sampleManifest(), await mergeSchemaOf(controlPlane));
    return assemble(controlPlane, folder, templates);
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
}

function assemble(controlPlane: ControlPlane, folder: string, templates: readonly string[]): Scene {
  const transports: Transport[] = [];
  const kubeconfigFor = (user: string) => controlPlane.kubeconfigFor(user, ['system:masters']);
  return {
    controlPlane,
    auditLogPath: controlPlane.auditLogPath ?? '',
    namespace,
    templates,
    kubeconfigPathFor: (user) => {
      const path = join(folder, `${user}.kubeconfig`);
      writeFileSync(path, kubeconfigFor(user), { mode: 0o600 });
      return path;
    },
    transportFor: (user, maxConnections = 16) => {
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromString(kubeconfigFor(user));
      const transport = createTransport({ kubeConfig, userAgent: user, maxConnections });
      transports.push(transport);
      return transport;
    },
    createNamespace: (name) => must(controlPlane, ['create', 'namespace', name]),
    filePath: (name) => join(folder, name),
    close: async () => {
      await Promise.all(transports.map((transport) => transport.close()));
      await controlPlane.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives `use` a scene, and ends it whatever happens. */
export async function withScene<T>(use: (scene: Scene) => Promise<T>): Promise<T> {
  const scene = await createScene();
  try {
    return await use(scene);
  } finally {
    await scene.close();
  }
}

async function mergeSchemaOf(controlPlane: ControlPlane): Promise<MergeSchema> {
  const { body } = await controlPlane.request({ path: '/openapi/v3/api/v1' });
  const schema = podMergeSchema(body);
  if (schema === undefined) throw new Error('the API server does not describe pod templates');
  return schema;
}

async function must(controlPlane: ControlPlane, args: readonly string[], stdin?: string): Promise<void> {
  const { exitCode, stderr } = await controlPlane.kubectl(args, stdin === undefined ? {} : { stdin });
  if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
}
