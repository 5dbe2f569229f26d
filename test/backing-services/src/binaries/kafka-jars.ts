import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, fillCache, runCommand } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';
import { runStep } from './step.ts';

export interface KafkaJars {
  readonly java: string;
  /** Of the server and of the tool that formats its storage. */
  readonly classPath: string;
}

const pom = join(import.meta.dirname, '../../../tools/kafka/pom.xml');
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies';
const oldestJava = 17;

/** Finds Java, and Kafka's jars in the cache; where they are not, Maven puts them there by tools/kafka/pom.xml. */
export async function findKafka({ onProgress = () => undefined, signal }: ServiceOptions): Promise<KafkaJars> {
  await checkJava();
  const key = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const cache = join(cacheFolder(), `kafka-${key}`);
  const jars = { name: 'jars' };
  await fillCache({
    cache,
    wanted: [jars],
    title: 'Kafka',
    onProgress,
    signal,
    provide: async (_, workshop, keep) => {
      const args = ['-B', '-q', '-f', pom, '--strict-checksums', copyDependencies, '-DincludeScope=runtime'];
      args.push(`-DoutputDirectory=${join(workshop, jars.name)}`);
      const title = 'downloading Kafka with Maven';
      await runStep({ command: 'mvn', args, cwd: workshop, title, onProgress, signal }).catch((error: unknown) => {
        throw new Error(`Kafka's jars cannot be had, which takes Maven (mvn) on the PATH: ${String(error)}`, {
          cause: error,
        });
      });
      await keep(jars);
    },
  });
  return { java: 'java', classPath: join(cache, jars.name, '*') };
}

async function checkJava(): Promise<void> {
  const needs = `Kafka needs Java ${oldestJava} or newer on the PATH`;
  const { stdout } = await runCommand('java', ['--version']).catch((error: unknown) => {
    throw new Error(`${needs}: ${String(error)}`, { cause: error });
  });
  const major = Number(/^\S+ (\d+)/.exec(stdout)?.[1] ?? 0);
  if (major < oldestJava) throw new Error(`${needs}; found: ${stdout.split('\n')[0]}`);
}
