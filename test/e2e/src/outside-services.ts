import {
  issueTls,
  type Kafka,
  type Postgres,
  type RedisCluster,
  startKafka,
  startPostgres,
  startRedisCluster,
} from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import { machineAddress } from './outside-listener.ts';
import type { Scene } from './scene.ts';

/** The real services that the table has outside of the cluster, beside a kind cluster. */
export interface OutsideServices {
  /** Address at which pods find them; the same for all. */
  readonly host: string;
  /** Certificate of the authority that signed theirs, PEM. */
  readonly authority: string;
  /** What the services are told of whoever may use them. */
  readonly password: string;
  /** Speaks TLS with those who wish to. */
  readonly postgres: Postgres;
  /** Three nodes, TLS alone. */
  readonly redis: RedisCluster;
  readonly kafka: Kafka;
  stop(): Promise<void>;
}

/** Starts PostgreSQL, a Redis cluster and Kafka as processes of this machine, at its address on the network of the nodes. */
export async function startOutsideServices({ facts }: Scene): Promise<OutsideServices> {
  if (facts.kindName === null) throw new Error('only beside a kind cluster can services outside be had');
  const host = await machineAddress(facts.kindName);
  const authority = createAuthority('backing services');
  const tls = issueTls(authority, { hosts: ['localhost', '127.0.0.1', host] });
  const password = `e2e-${facts.run}`;
  const [postgres, redis, kafka] = await Promise.all([
    startPostgres({ host, tls }),
    startRedisCluster({ host, tls, password }),
    startKafka({ host, tls }),
  ]);
  const stop = async () => void (await Promise.all([postgres, redis, kafka].map((service) => service.stop())));
  return { host, authority: authority.certificate, password, postgres, redis, kafka, stop };
}
