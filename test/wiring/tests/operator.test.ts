import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dependency, failureTable } from '../src/failure-table.ts';
import { authority, longMs } from '../src/failures.ts';
import { type AnyPlay, canary, secretObject } from '../src/operator/act.ts';
import { playConsul } from '../src/operator/consul-play.ts';
import { playIxn } from '../src/operator/ixn-play.ts';
import { playKafka, playKafkaLogin, playKafkaSecret } from '../src/operator/kafka-plays.ts';
import { playPostgresql } from '../src/operator/postgresql-play.ts';
import { playRedis, playRedisCluster } from '../src/operator/redis-plays.ts';
import { type Scene, startScene } from '../src/operator/scene.ts';
import { secretTraffic } from '../src/operator/secret-traffic.ts';
import { everythingShown, formsOf } from '../src/operator/shown-secrets.ts';
import { playConfigServer, playPulse, playVoiceConfig, playVoiceRq } from '../src/operator/tcp-plays.ts';

type StartPlay = (scene: Scene) => Promise<AnyPlay>;

const startOf = {
  consul: playConsul,
  ixn: playIxn,
  configServer: playConfigServer,
  voiceRq: playVoiceRq,
  pulse: playPulse,
  voiceConfig: playVoiceConfig,
  redis: playRedis,
  redisCluster: playRedisCluster,
  postgresql: playPostgresql,
  kafka: playKafka,
  kafkaLogin: playKafkaLogin,
  kafkaSecret: playKafkaSecret,
} as const satisfies Record<keyof typeof failureTable, StartPlay>;

const starts: Readonly<Record<string, StartPlay>> = startOf;
const dependencies: Readonly<Record<string, Dependency>> = failureTable;

describe('the status of an instance', () => {
  let scene: Scene;
  beforeAll(async () => {
    // Of a Redis nothing but the authorities of the machine are trusted.
    setDefaultCACertificates([...getCACertificates('default'), authority.certificate]);
    scene = await startScene();
    await scene.apply(secretObject('authority', { 'ca.crt': authority.certificate, note: canary }));
  });
  afterAll(() => scene.stop());

  /** Breaks and mends a dependency in every way; gives what was said of each failure. */
  async function goThrough({ rows, failures }: Dependency, { instance, acts }: AnyPlay) {
    const said: Record<string, readonly string[]> = {};
    await scene.untilRows(instance, rows, 'Reachable');
    for (const [failure, { reason }] of Object.entries(failures)) {
      await acts[failure]?.make();
      said[failure] = await scene.untilRows(instance, rows, reason);
      await acts[failure]?.mend();
      await scene.untilRows(instance, rows, 'Reachable');
    }
    return said;
  }

  describe.concurrent('says what is wrong, and that it is mended', () => {
    it.for(Object.entries(dependencies))('%s', { timeout: 2 * longMs }, async ([name, dependency]) => {
      const play = await starts[name]?.(scene);
      if (play === undefined) throw new Error(`nobody plays ${name}`);
      try {
        const said = Object.values(await goThrough(dependency, play));
        expect(said.every((messages) => messages.every((message) => message !== ''))).toBe(true);
      } finally {
        await play.end();
      }
    });
  });

  it('and nothing else that the operator shows has anything of a Secret', async () => {
    const shown = await everythingShown(scene);
    const forms = formsOf(canary);
    expect(Object.values(shown).every((text) => text.length > 1_000)).toBe(true);
    const found = Object.entries(shown).flatMap(([where, text]) => {
      return forms.filter((form) => text.includes(form)).map((form) => `${form} in ${where}`);
    });
    expect(found).toEqual([]);
  });

  it('is found out with one read of a Secret for each of its versions', async () => {
    const { written, read } = await secretTraffic(scene);
    expect(Object.keys(written).length).toBeGreaterThan(6);
    // Two instances use the authority; the spec of one left its user out, and named it again.
    const more: Readonly<Record<string, number>> = { authority: 1, 'kafka-user': 1 };
    const tooOften = Object.entries(read).filter(([name, times]) => times > (written[name] ?? 0) + (more[name] ?? 0));
    expect(tooOften).toEqual([]);
  });
});
