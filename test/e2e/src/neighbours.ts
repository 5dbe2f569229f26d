import { connections } from '@ixn/connections';
import type { V1Node } from '@kubernetes/client-node';
import { type Caller, startPod, type TestPod } from './client-pod.ts';
import { imageName } from './cluster-facts.ts';
import { startOutsideListener } from './outside-listener.ts';
import { dnsLabel, type Neighbour, neighbours, portsOf } from './rows.ts';
import type { Scene } from './scene.ts';

/** Where a neighbour is played. */
export interface NeighbourPlace {
  /** The pod that it opens connections from; undefined where it opens none. */
  readonly caller: Caller | undefined;
  /** The name or address that an instance is told; empty for what is found on the pod's own node. */
  readonly host: string;
  /** The address behind that. */
  readonly ip: string;
  /** Who it is, for a policy. */
  readonly peers: readonly object[];
}

/** Everybody around the instances. */
export interface Neighbourhood {
  readonly places: ReadonlyMap<Neighbour, NeighbourPlace>;
  /** A pod that is nobody's neighbour; it listens on every port that a neighbour has. */
  readonly stranger: TestPod;
}

/** Starts all neighbours and a stranger. */
export async function startNeighbourhood(scene: Scene): Promise<Neighbourhood> {
  const namespace = scene.facts.namespaces.neighbours;
  const ports = [...new Set(neighbours.flatMap(portsOf))];
  const [stranger, places] = await Promise.all([
    startPod(scene, { namespace, name: 'stranger', args: playing('stranger', ports) }),
    startNeighbours(scene, neighbours),
  ]);
  return { places, stranger };
}

/** Starts neighbours where they are not yet: beside a kind cluster or in another namespace, as the class of their rows says. */
export async function startNeighbours(scene: Scene, wanted: readonly Neighbour[]): Promise<Neighbourhood['places']> {
  const start = async (neighbour: Neighbour) => [neighbour, await startNeighbour(scene, neighbour)] as const;
  return new Map(await Promise.all(wanted.map(start)));
}

async function startNeighbour(scene: Scene, neighbour: Neighbour): Promise<NeighbourPlace> {
  if (neighbour === 'consul') return await startConsul(scene);
  const isOutside = scene.facts.kindName !== null && isReachedOutside(neighbour);
  const opens = connections.some(({ source }) => source === neighbour);
  const inside = opens || !isOutside ? await startInside(scene, neighbour) : undefined;
  if (inside !== undefined && !isOutside) return inside;
  const { ip } = await startOutsideListener(scene, dnsLabel(neighbour), portsOf(neighbour));
  const peers = [...(inside?.peers ?? []), { ipBlock: { cidr: `${ip}/32` } }];
  return { caller: inside?.caller, host: ip, ip, peers };
}

/** Whether the table has it outside of the cluster when an instance connects to it. */
function isReachedOutside(neighbour: Neighbour): boolean {
  return connections.some(
    ({ destination, classification }) => destination === neighbour && classification === 'Egress',
  );
}

/** A neighbour in the cluster: a pod, and a Service before it where somebody connects to it. */
async function startInside(scene: Scene, neighbour: Neighbour): Promise<NeighbourPlace> {
  const namespace = scene.facts.namespaces.neighbours;
  const name = dnsLabel(neighbour);
  const labels = { party: name };
  const ports = portsOf(neighbour);
  const pod = await startPod(scene, { namespace, name, labels, args: playing(name, ports) });
  if (ports.length > 0) {
    await scene.kubectl.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: ports.map((port) => ({ name: `port-${port}`, port })) },
    });
  }
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  const peers = [{ namespaceSelector, podSelector: { matchLabels: labels } }];
  return { caller: pod, host: `${name}.${namespace}.svc`, ip: pod.ip, peers };
}

/** Agents of Consul, one on each node at the node's own address: that is where an instance looks for it. */
async function startConsul({ kubectl, facts }: Scene): Promise<NeighbourPlace> {
  const namespace = facts.namespaces.neighbours;
  const name = 'consul';
  const [port = 0] = portsOf('consul');
  const own = '$(HOST_IP)';
  const container = {
    name,
    image: imageName(facts.consul),
    imagePullPolicy: 'IfNotPresent',
    args: ['agent', '-dev', `-bind=${own}`, `-client=${own}`, `-http-port=${port}`],
    env: [
      { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
      // For whoever runs `consul` in the container.
      { name: 'CONSUL_HTTP_ADDR', value: `${own}:${port}` },
    ],
    readinessProbe: { httpGet: { path: consulLeaderPath, port }, periodSeconds: 1 },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  await kubectl.apply({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { party: name } },
      template: {
        metadata: { labels: { party: name } },
        spec: {
          hostNetwork: true,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 1,
          tolerations: [{ operator: 'Exists' }],
          containers: [container],
        },
      },
    },
  });
  await kubectl.run(['rollout', 'status', 'daemonset', name, '-n', namespace, '--timeout=120s']);
  const nodes: readonly V1Node[] = await kubectl.list<V1Node>('nodes', namespace);
  const ips = nodes.flatMap(({ status }) =>
    (status?.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address),
  );
  return { caller: undefined, host: '', ip: '', peers: ips.map((ip) => ({ ipBlock: { cidr: `${ip}/32` } })) };
}

/** What every agent of Consul answers, once it knows who leads. */
export const consulLeaderPath = '/v1/status/leader';

function playing(name: string, ports: readonly number[]): readonly string[] {
  return ports.length === 0 ? ['sleep'] : ['listen', ...ports.map(String), '--name', name];
}
