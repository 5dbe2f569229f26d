import { simulatedNodeLabel } from './words.ts';

/** A node for kwok to play, with room for whatever a test or a benchmark puts on it. */
export function nodeManifest(name: string) {
  const resources = { cpu: '10000', memory: '100Ti', pods: '10000', 'ephemeral-storage': '100Ti' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        [simulatedNodeLabel.key]: simulatedNodeLabel.value,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
      },
    },
    status: {
      // Both: kwok completes a list in which one is missing, and by that wipes the other.
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: name },
      ],
      capacity: resources,
      allocatable: resources,
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        bootID: '',
        machineID: '',
        systemUUID: '',
        kernelVersion: 'simulated',
        osImage: 'simulated',
        containerRuntimeVersion: 'simulated://0',
        kubeletVersion: 'simulated',
        kubeProxyVersion: '',
      },
    },
  };
}
