import { type Act, type Play, specAct } from './act.ts';
import { type InstanceParts, instanceObject } from './instance.ts';
import { type Peer, startGreeter, startPeer, preparePodMetrics, startWebPeer } from './peers.ts';
import type { Scene } from './scene.ts';

const unknownHost = 'nobody.invalid';

/** TCP does not connect to a broadcast address. */
const broadcast = '127.255.255.255';

/** What can be done to a row whose host and port stand in the spec, as `specOf` has them there. */
function anyServerActs(scene: Scene, instance: string, peer: Peer, specOf: (host: string) => object) {
  const at = (host: string): Act => specAct(scene, instance, specOf(host), specOf('127.0.0.1'));
  return { stopped: peer.stopped, full: peer.full, unknownName: at(unknownHost), noRoute: at(broadcast) };
}

async function startTcpPlay(
  scene: Scene,
  instance: string,
  specOf: (host: string, port: number) => object,
  partsOf: (spec: object) => InstanceParts,
) {
  const peer = await startPeer();
  await scene.apply(instanceObject(instance, partsOf(specOf('127.0.0.1', peer.port))));
  const acts = anyServerActs(scene, instance, peer, (host) => partsOf(specOf(host, peer.port)));
  return { instance, acts, end: peer.end };
}

export async function playConfigServer(scene: Scene): Promise<Play<'configServer'>> {
  const { spec: metrics, podSaysNo } = await preparePodMetrics('ixn_health_info_config_server_connected');
  const { acts, ...play } = await startTcpPlay(
    scene,
    'config-server',
    (host, port) => ({ confServer: { host, port, appName: 'InteractionServer' } }),
    (spec) => ({ ixnServer: { ...metrics, ...spec } }),
  );
  return { ...play, acts: { ...acts, podSaysNo } };
}

export async function playVoiceRq(scene: Scene): Promise<Play<'voiceRq'>> {
  const { spec: metrics, podSaysNo } = await preparePodMetrics('ixnnode_rq_client_status');
  const { acts, ...play } = await startTcpPlay(
    scene,
    'voice-rq',
    (host, port) => ({ voiceRq: { host, port } }),
    (spec) => ({ ixnNode: { ...metrics, ...spec } }),
  );
  return { ...play, acts: { ...acts, podSaysNo } };
}

export function playPulse(scene: Scene): Promise<Play<'pulse'>> {
  return startTcpPlay(
    scene,
    'pulse',
    (host, port) => ({ pulse: { statServers: [{ host, port }] } }),
    (spec) => ({ ixnServer: spec }),
  );
}

export async function playVoiceConfig(scene: Scene): Promise<Play<'voiceConfig'>> {
  const instance = 'voice-config';
  const [web, other] = await Promise.all([startWebPeer(), startGreeter()]);
  const at = (host: string, port: number) => ({ ixnNode: { configNode: { host, port } } });
  const well = at('127.0.0.1', web.port);
  await scene.apply(instanceObject(instance, well));
  const answering = (broken: Partial<typeof web.answer>): Act => {
    const fine = { ...web.answer };
    return { make: () => Object.assign(web.answer, broken), mend: () => Object.assign(web.answer, fine) };
  };
  return {
    instance,
    acts: {
      stopped: { make: web.stop, mend: web.start },
      hanging: answering({ silent: true }),
      failing: answering({ status: 503 }),
      elsewhere: specAct(scene, instance, at('127.0.0.1', other.port), well),
      unknownName: specAct(scene, instance, at(unknownHost, web.port), well),
    },
    end: () => Promise.all([web.stop(), other.end()]),
  };
}
