import type { V1EndpointSlice } from '@kubernetes/client-node';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  applyInstance,
  type Instance,
  newInstance,
  onlyPodOf,
  playedBy,
  untilConditions,
  untilReady,
} from '../src/instance.ts';
import { eventually, openScene } from '../src/scene.ts';

const scene = openScene();
let instance: Instance;
let pod: string;

beforeAll(async () => {
  instance = newInstance(scene, 'probed');
  // One process namespace for the pod: the first process of a container's own cannot be halted from within.
  const podTemplate = playedBy('ixnServer', { spec: { shareProcessNamespace: true } });
  await applyInstance(scene, instance, { ixnServer: { podTemplate } });
  await untilReady(scene, instance);
  pod = (await onlyPodOf(scene, instance, 'ixnServer')).metadata?.name ?? '';
});

/** Halts the server of the pod, or lets it go on: it keeps its ports and answers nothing meanwhile. */
async function signalServer(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const script = `
    const { readdirSync, readFileSync } = require('node:fs');
    for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
      if (readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0').includes('serve')) process.kill(Number(pid), '${signal}');
    }`;
  await scene.kubectl.run(['exec', '-n', instance.namespace, pod, '--', 'node', '-e', script]);
}

/** Whether the Service of IXN leads to its pod. */
async function isServed(): Promise<boolean> {
  const selector = `kubernetes.io/service-name=${instance.name}-ixn`;
  const slices = await scene.kubectl.list<V1EndpointSlice>('endpointslices', instance.namespace, selector);
  return slices.flatMap(({ endpoints }) => endpoints ?? []).some(({ conditions }) => conditions?.ready === true);
}

describe('a server that hangs', () => {
  it('leaves Ready and its Service while its probe fails, says so in the status, and comes back', async () => {
    expect(await isServed()).toBe(true);
    await signalServer('SIGSTOP');
    try {
      const { Ready, Available } = await untilConditions(
        scene,
        instance,
        'is no longer Ready',
        (conditions) => conditions['Ready']?.status === 'False',
      );
      expect(Ready?.message).toContain('ixnServer');
      expect(Available).toMatchObject({ status: 'False' });
      await eventually('the Service leads nowhere', async () => ((await isServed()) ? undefined : true));
    } finally {
      await signalServer('SIGCONT');
    }
    await untilReady(scene, instance);
    await eventually('the Service leads to the pod again', async () => ((await isServed()) ? true : undefined));
    // It recovered by itself: the kubelet had no reason to restart it.
    const { status } = await onlyPodOf(scene, instance, 'ixnServer');
    expect(status?.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([0]);
  });
});
