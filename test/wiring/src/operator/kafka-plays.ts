import { type Kafka, issueTls, startKafka } from '@ixn/backing-services';
import { authority, freePort } from '../failures.ts';
import { type Act, type Play, canary, missingSecretAct, secretAct, secretObject, specAct } from './act.ts';
import { instanceObject } from './instance.ts';
import type { Scene } from './scene.ts';
import { certificateActs, serverActs } from './service-acts.ts';

const user = { name: `ada-${canary}`, password: `kafka-${canary}` };

function startBroker(): Promise<Kafka> {
  return startKafka({ advertisedHost: 'localhost', tls: issueTls(authority), users: [user] });
}

function kafkaAct(scene: Scene, instance: string, broken: object, well: object): Act {
  return specAct(scene, instance, { kafka: broken }, { kafka: well });
}

export async function playKafka(scene: Scene): Promise<Play<'kafka'>> {
  const kafka = await startBroker();
  const instance = 'kafka';
  const spec = {
    bootstrapServers: [`localhost:${kafka.tlsPort}`],
    tls: { enabled: true, ca: { secretKeyRef: { name: 'authority', key: 'ca.crt' } } },
  };
  await scene.apply(instanceObject(instance, { kafka: spec }));
  return {
    instance,
    acts: {
      ...serverActs(kafka),
      unknownName: kafkaAct(scene, instance, { bootstrapServers: [`nobody.invalid:${kafka.tlsPort}`] }, spec),
      ...certificateActs(kafka),
    },
    end: () => kafka.stop(),
  };
}

export async function playKafkaLogin(scene: Scene): Promise<Play<'kafkaLogin'>> {
  const kafka = await startBroker();
  const instance = 'kafka-login';
  const secret = secretObject('kafka-user', { username: user.name, password: user.password });
  const spec = {
    bootstrapServers: [`localhost:${kafka.saslPort}`],
    sasl: { mechanism: 'SCRAM-SHA-512', credentialsSecretRef: { name: 'kafka-user' } },
  };
  await scene.apply(secret, instanceObject(instance, { kafka: spec }));
  return {
    instance,
    acts: {
      wrongPassword: secretAct(scene, 'kafka-user', { password: `wrong-${canary}` }, secret.stringData),
      mechanism: kafkaAct(scene, instance, { sasl: { mechanism: 'SCRAM-SHA-256' } }, spec),
      noLogin: kafkaAct(scene, instance, { sasl: null }, spec),
      notExpected: kafkaAct(scene, instance, { bootstrapServers: [`localhost:${kafka.port}`] }, spec),
    },
    end: () => kafka.stop(),
  };
}

export async function playKafkaSecret(scene: Scene): Promise<Play<'kafkaSecret'>> {
  const kafka = await startBroker();
  const instance = 'kafka-secret';
  const key = 'kafka-secrets';
  const documentOf = (bootstrap: string) => ({ [key]: JSON.stringify({ bootstrap, note: canary }) });
  const secret = secretObject('kafka-shared', documentOf(`localhost:${kafka.port}`));
  await scene.apply(secret, instanceObject(instance, { kafka: { secretKeyRef: { name: 'kafka-shared', key } } }));
  const free = await freePort();
  const withDocument = (broken: Readonly<Record<string, string>>): Act =>
    secretAct(scene, 'kafka-shared', broken, secret.stringData);
  return {
    instance,
    acts: {
      wrongPort: withDocument(documentOf(`localhost:${free}`)),
      unknownName: withDocument(documentOf(`${canary.toLowerCase()}.invalid:${kafka.port}`)),
      brokenDocument: withDocument({ [key]: `${canary} is not JSON` }),
      secretMissing: missingSecretAct(scene, secret),
    },
    end: () => kafka.stop(),
  };
}
