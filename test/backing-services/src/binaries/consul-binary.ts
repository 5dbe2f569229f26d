import { join } from 'node:path';
import { buildTool } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';
import { foundOnPath } from './found-on-path.ts';

const toolFolder = join(import.meta.dirname, '../../../tools/consul');

/** Finds Consul on the PATH or in the cache; where it is not, it is built from its Go module, which takes some minutes. */
export async function findConsul({ onProgress = () => undefined, signal }: ServiceOptions): Promise<string> {
  return (await foundOnPath('consul')) ?? buildTool({ folder: toolFolder, onProgress, signal });
}
