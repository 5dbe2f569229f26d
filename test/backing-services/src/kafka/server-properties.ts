import type { TlsFiles } from '../tls.ts';

export interface KafkaListeners {
  readonly plain: number;
  readonly controller: number;
  /** Undefined without certificates. */
  readonly tls: number | undefined;
  /** Undefined without users. */
  readonly sasl: number | undefined;
}

export interface KafkaSettings {
  /** Address to listen on. */
  readonly host: string;
  /** Name or address that clients are told. */
  readonly advertisedHost: string;
  readonly ports: KafkaListeners;
  readonly tlsFiles: TlsFiles | undefined;
  readonly logFolder: string;
}

/** The server.properties of one node that is broker and controller at once. */
export function renderServerProperties(settings: KafkaSettings): string {
  const { host, advertisedHost, ports, tlsFiles, logFolder } = settings;
  const listeners = [
    ['PLAINTEXT', ports.plain],
    ['SSL', ports.tls],
    ['SASL_PLAINTEXT', ports.sasl],
  ] as const;
  const at = (address: string) =>
    listeners.flatMap(([name, port]) => (port === undefined ? [] : [`${name}://${address}:${port}`]));
  const controller = `127.0.0.1:${ports.controller}`;
  const properties: Readonly<Record<string, string | number | boolean>> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: [...at(host), `CONTROLLER://${controller}`].join(','),
    'advertised.listeners': at(advertisedHost).join(','),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': scramMechanism,
    [`listener.name.sasl_plaintext.${scramMechanism.toLowerCase()}.sasl.jaas.config`]:
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'log.dirs': logFolder,
    'num.partitions': 1,
    'auto.create.topics.enable': true,
    // One broker holds the only copy of everything.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.dedupe.buffer.size': 4_194_304, // instead of 128 MB
    // Until then a broker that was killed counts as being there, and its successor is turned away.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    'controlled.shutdown.enable': false, // there is nobody to hand over to
    ...(tlsFiles !== undefined && {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': tlsFiles.both,
      'ssl.client.auth': 'none',
    }),
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

export const scramMechanism = 'SCRAM-SHA-512';

/** Log4j's configuration: warnings and worse. Without one Kafka says nothing, not even why it does not start. */
export const log4jProperties = `
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n%rEx{6}
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;
