import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, clusterOfKubeconfig, type CommandResult, poll, runCommand } from '@ixn/control-plane';
import { inject } from 'vitest';

/** An object from the API server, as tests read it. */
export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly uid: string; readonly kind: string }[];
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly resourceVersion: string;
  };
  // biome-ignore lint: tests read what they expect to be there
  readonly [field: string]: any;
}

/** The shared control plane, seen from one namespace that was made for one test. */
export interface TestNamespace {
  readonly name: string;
  readonly request: ApiClient;
  /** kubectl in the namespace, as the administrator. */
  kubectl(args: readonly string[], stdin?: string): Promise<CommandResult>;
  /** Applies an object with kubectl, as a user would; throws what kubectl says when it is refused. */
  apply(object: object): Promise<void>;
  /** The object, or undefined where there is none. */
  get(resource: string, name: string): Promise<AnyObject | undefined>;
  list(resource: string, selector?: string): Promise<readonly AnyObject[]>;
  delete(resource: string, name: string): Promise<void>;
  /** A JSON merge patch, as the administrator. */
  patch(resource: string, name: string, patch: object): Promise<void>;
}

const kubeconfigPath = writeKubeconfig();
const root = clusterOfKubeconfig(inject('controlPlane').kubeconfig);

/** Makes a namespace and waits until pods can be run in it. */
export async function createNamespace(purpose: string): Promise<TestNamespace> {
  const name = `${purpose}-${randomUUID().slice(0, 8)}`;
  await kubectl(['create', 'namespace', name]);
  await eventually(`namespace ${name} has its ServiceAccount`, async () => {
    const { status } = await root.request({ path: `/api/v1/namespaces/${name}/serviceaccounts/default` });
    return status === 200 ? true : undefined;
  });
  const here = (args: readonly string[], stdin?: string) => kubectl(['--namespace', name, ...args], stdin);
  const strict = async (args: readonly string[], stdin?: string) => {
    const { exitCode, stdout, stderr } = await here(args, stdin);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  };
  return {
    name,
    request: root.request,
    kubectl: here,
    apply: async (object) => void (await strict(['apply', '-f', '-'], JSON.stringify(object))),
    get: async (resource, object) => readObject(await root.request({ path: pathOf(name, resource, object) })),
    list: async (resource, selector = '') => {
      const path = `${pathOf(name, resource)}?labelSelector=${encodeURIComponent(selector)}`;
      return readList(await root.request({ path }));
    },
    delete: async (resource, object) =>
      void (await root.request({ method: 'DELETE', path: pathOf(name, resource, object) })),
    patch: async (resource, object, patch) => {
      const contentType = 'application/merge-patch+json';
      const path = pathOf(name, resource, object);
      const answer = await root.request({ method: 'PATCH', path, contentType, body: patch });
      if (answer.status !== 200) throw new Error(`PATCH ${path}: ${JSON.stringify(answer.body)}`);
    },
  };
}

/** Asks until there is an answer; fails after `timeoutMs` with what was waited for. */
export function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  return poll({ until: what, timeoutMs, intervalMs: 40 }, ask);
}

async function kubectl(args: readonly string[], stdin?: string): Promise<CommandResult> {
  const env = { ...process.env, KUBECONFIG: kubeconfigPath };
  const result = await runCommand(inject('controlPlane').kubectlPath, args, {
    env,
    ...(stdin !== undefined && { stdin }),
  });
  return result;
}

function writeKubeconfig(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ixn-integration-')), 'kubeconfig.yaml');
  writeFileSync(path, inject('controlPlane').kubeconfig, { mode: 0o600 });
  return path;
}

const prefixes: Readonly<Record<string, string>> = {
  statefulsets: '/apis/apps/v1',
  deployments: '/apis/apps/v1',
  controllerrevisions: '/apis/apps/v1',
  networkpolicies: '/apis/networking.k8s.io/v1',
  jobs: '/apis/batch/v1',
  poddisruptionbudgets: '/apis/policy/v1',
  horizontalpodautoscalers: '/apis/autoscaling/v2',
  interactionservers: '/apis/ixn.operators.dev/v1alpha1',
  leases: '/apis/coordination.k8s.io/v1',
  events: '/apis/events.k8s.io/v1',
};

/** Path of a resource, such as `statefulsets` or `interactionservers/status`. */
function pathOf(namespace: string, resource: string, name?: string): string {
  const [plural = '', subresource] = resource.split('/');
  const parts = [prefixes[plural] ?? '/api/v1', 'namespaces', namespace, plural, name, subresource];
  return parts.filter((part) => part !== undefined).join('/');
}

function readObject({ status, body }: { status: number; body: unknown }): AnyObject | undefined {
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as AnyObject;
}

function readList({ status, body }: { status: number; body: unknown }): readonly AnyObject[] {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return (body as { readonly items: readonly AnyObject[] }).items;
}
