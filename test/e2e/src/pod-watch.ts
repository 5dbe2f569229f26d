import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { V1Pod } from '@kubernetes/client-node';
import { accessFlags, type ClusterAccess, programOf } from './kubectl.ts';

/** A pod as the API server reported it at one moment. */
export interface PodEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: V1Pod;
}

export interface PodWatch {
  /** Everything seen so far, in order. */
  readonly events: readonly PodEvent[];
  /** Ends the watch. Rejects when it had ended before: then something may not have been seen. */
  stop(): Promise<void>;
}

/** Follows pods event by event; resolves when the first one that is there was seen. */
export async function watchPods(access: ClusterAccess, namespace: string, selector: string): Promise<PodWatch> {
  const query = new URLSearchParams({ watch: 'true', timeoutSeconds: '3600', labelSelector: selector });
  const path = `/api/v1/namespaces/${namespace}/pods?${query.toString()}`;
  const child = spawn(programOf(access), [...accessFlags(access), 'get', '--raw', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const events: PodEvent[] = [];
  await new Promise<void>((seen, failed) => {
    child.once('error', failed);
    child.once('close', () => failed(new Error(`the watch of pods ended at once: ${path}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      events.push(JSON.parse(line));
      seen();
    });
  });
  return {
    events,
    stop: async () => {
      if (child.exitCode !== null) throw new Error('the watch of pods ended before the test did');
      child.kill();
      await ended;
    },
  };
}
