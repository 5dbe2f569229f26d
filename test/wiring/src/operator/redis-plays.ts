import { issueTls, startRedis, startRedisCluster } from '@ixn/backing-services';
import { authority } from '../failures.ts';
import { type Act, type Play, canary, secretAct, secretObject, specAct } from './act.ts';
import { instanceObject } from './instance.ts';
import { preparePodMetrics } from './peers.ts';
import type { Scene } from './scene.ts';
import { certificateActs, serverActs } from './service-acts.ts';

const password = `redis-${canary}`;
const key = 'voice-redis-ors-stream';
const metric = 'ixnnode_redis_client_status';

function documentOf(given: object): Readonly<Record<string, string>> {
  return { [key]: JSON.stringify({ note: canary, ...given }) };
}

export async function playRedis(scene: Scene): Promise<Play<'redis'>> {
  const [redis, metrics] = await Promise.all([
    startRedis({ password, tls: issueTls(authority) }),
    preparePodMetrics(metric),
  ]);
  const instance = 'redis';
  const secret = secretObject('redis', documentOf({ password }));
  const spec = {
    nodes: [{ host: 'localhost', port: redis.port }],
    cluster: false,
    secretKeyRef: { name: 'redis', key },
    tls: { enabled: true, rejectUnauthorized: true },
  };
  await scene.apply(secret, instanceObject(instance, { ixnNode: { ...metrics.spec, redis: spec } }));
  const withDocument = (broken: Readonly<Record<string, string>>): Act =>
    secretAct(scene, 'redis', broken, secret.stringData);
  const withSpec = (broken: object): Act =>
    specAct(scene, instance, { ixnNode: { redis: broken } }, { ixnNode: { redis: spec } });
  return {
    instance,
    acts: {
      ...serverActs(redis),
      wrongPassword: withDocument(documentOf({ password: `wrong-${canary}` })),
      noPassword: withDocument(documentOf({})),
      brokenDocument: withDocument({ [key]: `${canary} is not JSON` }),
      notACluster: withSpec({ cluster: true }),
      tlsRequired: withSpec({ tls: { enabled: false } }),
      ...certificateActs(redis),
      podSaysNo: metrics.podSaysNo,
    },
    end: () => redis.stop(),
  };
}

export async function playRedisCluster(scene: Scene): Promise<Play<'redisCluster'>> {
  const cluster = await startRedisCluster({ password });
  const instance = 'redis-cluster';
  const secret = secretObject('redis-cluster', documentOf({ password }));
  const spec = {
    nodes: [{ host: '127.0.0.1', port: cluster.port }],
    cluster: true,
    secretKeyRef: { name: 'redis-cluster', key },
    tls: { enabled: false },
  };
  await scene.apply(secret, instanceObject(instance, { ixnNode: { redis: spec } }));
  const [, second] = cluster.nodes;
  return {
    instance,
    acts: {
      nodeStopped: { make: () => second?.halt(), mend: () => second?.resume() },
      tlsNotOffered: specAct(
        scene,
        instance,
        { ixnNode: { redis: { tls: { enabled: true } } } },
        { ixnNode: { redis: { tls: { enabled: false } } } },
      ),
      wrongPassword: secretAct(scene, 'redis-cluster', documentOf({ password: `wrong-${canary}` }), secret.stringData),
      allStopped: serverActs(cluster).stopped,
    },
    end: () => cluster.stop(),
  };
}
