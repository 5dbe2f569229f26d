import type { ServiceOptions } from '../service.ts';
import { findConsul } from './consul-binary.ts';
import { findKafka } from './kafka-jars.ts';
import { findPostgres } from './postgres-binaries.ts';
import { findRedis } from './redis-binary.ts';

export interface ProvidedBinaries {
  /** Path of Consul's one file. */
  readonly consul: string;
}

/** Finds what all services run, and installs or builds what is missing, so that every start after it takes seconds. */
export async function provideBinaries(
  options: Pick<ServiceOptions, 'onProgress' | 'signal'>,
): Promise<ProvidedBinaries> {
  await findPostgres(options);
  await findRedis(options);
  await findKafka(options);
  return { consul: await findConsul(options) };
}
