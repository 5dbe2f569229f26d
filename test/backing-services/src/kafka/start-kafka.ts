import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePorts, runCommand } from '@ixn/control-plane';
import { type KafkaJars, findKafka } from '../binaries/kafka-jars.ts';
import { type Run, withRun } from '../run.ts';
import { type Service, type ServiceOptions, assembleService } from '../service.ts';
import { type TlsMaterial, tlsFilesIn, writeTlsFiles } from '../tls.ts';
import { isBrokerReady, readTopic } from './read-topic.ts';
import { log4jProperties, renderServerProperties, scramMechanism } from './server-properties.ts';

export interface KafkaUser {
  readonly name: string;
  readonly password: string;
}

export interface KafkaOptions extends ServiceOptions {
  /** Name or address that the broker tells its clients; default `host`. */
  readonly advertisedHost?: string | undefined;
  /** With it there is a listener with TLS, too. */
  readonly tls?: TlsMaterial | undefined;
  /** With it there is a listener for these users, too, who log in by SCRAM-SHA-512. */
  readonly users?: readonly KafkaUser[] | undefined;
}

/** A Kafka broker with its own controller; what it stores outlives a restart. Topics come to be when they are written to. */
export interface Kafka extends Service {
  /** Of the listener with TLS; undefined without certificates. */
  readonly tlsPort: number | undefined;
  /** Of the listener that asks for a login, without TLS; undefined without users. */
  readonly saslPort: number | undefined;
  /** The values of the topic's first messages, oldest first: as many as asked for, or all within ten seconds. */
  readTopic(topic: string, count: number): Promise<readonly string[]>;
}

/** Starts a Kafka broker; ready in about seven seconds. */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const { host = '127.0.0.1', advertisedHost = host, tls, users = [] } = options;
  const jars = await findKafka(options);
  return withRun('kafka', options, async (run) => {
    const [plain = 0, controller = 0, tlsPort = 0, saslPort = 0] = await findFreePorts(4, host);
    const ports = {
      plain,
      controller,
      tls: tls === undefined ? undefined : tlsPort,
      sasl: users.length === 0 ? undefined : saslPort,
    };
    const tlsFiles = tls === undefined ? undefined : tlsFilesIn(run.folder);
    if (tls !== undefined && tlsFiles !== undefined) await writeTlsFiles(tlsFiles, tls);
    const logFolder = join(run.data, 'log');
    const properties = join(run.folder, 'server.properties');
    const log4j = join(run.folder, 'log4j2.properties');
    await Promise.all([
      mkdir(logFolder),
      writeFile(properties, renderServerProperties({ host, advertisedHost, ports, tlsFiles, logFolder })),
      writeFile(log4j, log4jProperties),
    ]);
    await format(run, jars, properties, users);

    const server = await run.launch({
      name: 'kafka',
      command: jars.java,
      args: [
        '-Xmx256m',
        ...javaFlags,
        `-Dlog4j2.configurationFile=${log4j}`,
        '-cp',
        jars.classPath,
        'kafka.Kafka',
        properties,
      ],
      isReady: () => isBrokerReady({ host, port: plain }),
    });
    return {
      ...assembleService({ run, servers: [server], host, port: plain, tlsFiles }),
      tlsPort: ports.tls,
      saslPort: ports.sasl,
      readTopic: (topic, count) => readTopic({ host, port: plain }, topic, count),
    };
  });
}

/** For a short life: little memory, and no time lost with the second compiler. */
const javaFlags = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'] as const;

/** Prepares the storage and notes the users down in it. */
async function format(
  run: Run,
  { java, classPath }: KafkaJars,
  properties: string,
  users: readonly KafkaUser[],
): Promise<void> {
  // An id must not look like a flag.
  const id = `A${randomBytes(16).toString('base64url').slice(1)}`;
  const credentials = users.flatMap(({ name, password }) => [
    '--add-scram',
    `${scramMechanism}=[name=${name},password=${password}]`,
  ]);
  const tool = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', properties, ...credentials];
  const { guard } = run;
  const { exitCode, stdout, stderr } = await runCommand(java, ['-Xmx128m', ...javaFlags, '-cp', classPath, ...tool], {
    guard,
  });
  if (exitCode !== 0) throw new Error(`Kafka's storage cannot be formatted: ${stdout}${stderr}`);
}
