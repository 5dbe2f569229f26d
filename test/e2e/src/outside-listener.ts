import { isIPv4 } from 'node:net';
import { execute } from './execute.ts';
import { imageName } from './cluster-facts.ts';
import type { Scene } from './scene.ts';

/** The label of everything that a run starts outside of its cluster. */
export const outsideLabel = 'ixn-e2e';

/** A server outside of the cluster. */
export interface OutsideListener {
  /** Address at which pods find it. */
  readonly ip: string;
}

/**
 * The address of this machine on the network of a kind cluster's nodes, at which pods reach what listens there. It is the
 * machine's own where Docker runs without a virtual machine in between.
 */
export async function machineAddress(kindName: string): Promise<string> {
  const network = await kindNetwork(kindName);
  const format = '{{range .IPAM.Config}}{{println .Gateway}}{{end}}';
  const gateways = (await execute('docker', ['network', 'inspect', '--format', format, network])).split('\n');
  const gateway = gateways.find((address) => isIPv4(address.trim()));
  if (gateway === undefined) throw new Error(`the network ${network} has no IPv4 gateway`);
  return gateway.trim();
}

/**
 * Starts a server outside of a kind cluster, on the network that its nodes are on: a container of Docker's own that listens on
 * these ports. It goes with the run; one that is there already is taken.
 */
export async function startOutsideListener(
  scene: Scene,
  name: string,
  ports: readonly number[],
): Promise<OutsideListener> {
  const { kindName } = scene.facts;
  if (kindName === null) throw new Error('only beside a kind cluster can a server outside be had');
  const container = `${kindName}-${name}`;
  const network = await kindNetwork(kindName);
  const ip = () => inspect(container, `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`);
  if (await isRunning(container)) return { ip: await ip() };
  const placed = ['--name', container, '--label', `${outsideLabel}=${scene.facts.run}`, '--network', network];
  await execute('docker', [
    'run',
    '--detach',
    ...placed,
    imageName(scene.facts.standIn),
    'listen',
    ...ports.map(String),
    '--name',
    name,
  ]);
  return { ip: await ip() };
}

/** Removes the servers of a run. */
export async function removeOutsideListeners(run: string): Promise<void> {
  const ids = await execute('docker', ['ps', '--all', '--quiet', '--filter', `label=${outsideLabel}=${run}`]);
  const all = ids.split('\n').filter((id) => id !== '');
  if (all.length > 0) await execute('docker', ['rm', '--force', ...all]);
}

async function isRunning(container: string): Promise<boolean> {
  return (await execute('docker', ['ps', '--quiet', '--filter', `name=^${container}$`])).trim() !== '';
}

async function kindNetwork(kindName: string): Promise<string> {
  const names = await inspect(
    `${kindName}-control-plane`,
    '{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}',
  );
  return names.split('\n')[0] ?? '';
}

async function inspect(container: string, format: string): Promise<string> {
  return (await execute('docker', ['inspect', '--format', format, container])).trim();
}
