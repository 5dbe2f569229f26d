import { onNpmGone } from '@ixn/control-plane';
import { type Service, type ServiceOptions, startConsul, startKafka, startPostgres, startRedis } from './index.ts';

/** How each service is started for work by hand, and what its user has to know, by the name that the command takes. */
const services = {
  postgres: async (options: ServiceOptions) => {
    const service = await startPostgres(options);
    const { user, password } = service.admin;
    return { service, words: `postgres://${user}:${password}@${service.host}:${service.port}/postgres` };
  },
  redis: async (options: ServiceOptions) => {
    const service = await startRedis(options);
    return { service, words: `redis://${service.host}:${service.port}` };
  },
  consul: async (options: ServiceOptions) => {
    const service = await startConsul(options);
    return { service, words: `http://${service.host}:${service.port}` };
  },
  kafka: async (options: ServiceOptions) => {
    const service = await startKafka(options);
    return { service, words: `${service.host}:${service.port} (bootstrap)` };
  },
} as const;

type ServiceName = keyof typeof services;
const names: readonly ServiceName[] = ['postgres', 'redis', 'consul', 'kafka'];

/** `npm run backing-services [-- NAME...]`: real backing services for work by hand, until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => !names.some((name) => name === arg));
  if (unknown !== undefined) {
    console.error(`there is no service ${unknown}; there are ${names.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const wanted = names.filter((name) => args.length === 0 || args.includes(name));
  const interrupted = new AbortController();
  const interruption = awaitInterruption(interrupted);
  const startedAt = performance.now();
  const say = (step: string) => {
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`);
  };
  const running: Service[] = [];
  const start = async (name: ServiceName) => {
    const { service, words } = await services[name]({ onProgress: say, signal: interrupted.signal });
    running.push(service);
    say(`${name.padEnd(8)} ${words}`);
  };
  let failure: unknown;
  const starts = wanted.map((name) =>
    start(name).catch((error: unknown) => {
      if (!interrupted.signal.aborted) failure = error;
      interrupted.abort(); // all or none
    }),
  );
  await Promise.all(starts);
  if (!interrupted.signal.aborted) {
    console.log('\nCtrl-C stops them.');
    await interruption;
    console.log('\nstopping');
  }
  await Promise.all(running.map((service) => service.stop()));
  if (failure !== undefined) throw failure;
}

async function awaitInterruption(interrupted: AbortController): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, resolve);
    onNpmGone(resolve);
  });
  interrupted.abort();
}

await main(process.argv.slice(2));
