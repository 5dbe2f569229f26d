import { startConsul } from '@ixn/backing-services';
import { freePort } from '../failures.ts';
import { type Play, specAct } from './act.ts';
import { instanceObject } from './instance.ts';
import { startGreeter } from './peers.ts';
import type { Scene } from './scene.ts';
import { serverActs } from './service-acts.ts';

/** The simulated nodes have the address of this machine: the agent on it is the one on the node of the pod. */
export async function playConsul(scene: Scene): Promise<Play<'consul'>> {
  const [consul, greeter, free] = await Promise.all([startConsul(), startGreeter(), freePort()]);
  const instance = 'consul';
  const at = (port: number, sslMode = false) => ({ ixnNode: { consul: { port, sslMode } } });
  const well = at(consul.port);
  await scene.apply(instanceObject(instance, well));
  return {
    instance,
    acts: {
      ...serverActs(consul),
      elsewhere: specAct(scene, instance, at(greeter.port), well),
      tlsNotOffered: specAct(scene, instance, at(consul.port, true), well),
      notOnNode: specAct(scene, instance, at(free), well),
    },
    end: () => Promise.all([consul.stop(), greeter.end()]),
  };
}
