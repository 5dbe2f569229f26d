import { join } from 'node:path';
import { runCommand } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';
import { cachedFolder, hashOfFiles } from './cached-folder.ts';
import { unpackDebianPackage } from './debian-packages.ts';
import { foundOnPath } from './found-on-path.ts';
import { runStep } from './step.ts';

export interface KafkaJars {
  readonly java: string;
  /** Of the server and of the tool that formats its storage. */
  readonly classPath: string;
}

const pom = join(import.meta.dirname, '../../../tools/kafka/pom.xml');
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies';
const oldestJava = 17;

/**
 * Finds Java, and Kafka's jars in the cache. Where they are not, Maven puts them there by tools/kafka/pom.xml, checksums
 * verified; where there is no Maven, that of the distribution's packages is unpacked for that one use.
 */
export async function findKafka(options: ServiceOptions): Promise<KafkaJars> {
  await checkJava();
  const make = (workshop: string) =>
    downloadJars(workshop, options).catch((error: unknown) => {
      throw new Error(`Kafka's jars cannot be had, which takes Maven (mvn) on the PATH: ${String(error)}`, {
        cause: error,
      });
    });
  const key = `kafka-${await hashOfFiles([pom])}`;
  const jars = await cachedFolder({ title: 'Kafka', key, name: jarsFolder, make }, options);
  return { java: 'java', classPath: join(jars, '*') };
}

const jarsFolder = 'jars';

async function downloadJars(workshop: string, options: ServiceOptions): Promise<void> {
  const { onProgress = () => undefined, signal } = options;
  const command = (await foundOnPath('mvn')) ?? (await unpackMaven(workshop, options));
  const args = ['-B', '-q', '-f', pom, '--strict-checksums', copyDependencies, '-DincludeScope=runtime'];
  args.push(`-DoutputDirectory=${join(workshop, jarsFolder)}`);
  const title = 'downloading Kafka with Maven';
  onProgress(title);
  await runStep({ command, args, cwd: workshop, title, onProgress, signal });
}

async function unpackMaven(workshop: string, options: ServiceOptions): Promise<string> {
  return join(await unpackDebianPackage('maven', workshop, options), 'usr/share/maven/bin/mvn');
}

async function checkJava(): Promise<void> {
  const needs = `Kafka needs Java ${oldestJava} or newer on the PATH`;
  const { stdout } = await runCommand('java', ['--version']).catch((error: unknown) => {
    throw new Error(`${needs}: ${String(error)}`, { cause: error });
  });
  const major = Number(/^\S+ (\d+)/.exec(stdout)?.[1] ?? 0);
  if (major < oldestJava) throw new Error(`${needs}; found: ${stdout.split('\n')[0]}`);
}
