import { createClient } from '@redis/client';

export interface RedisLogin {
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
  /** Whoever answers is trusted: this asks servers of our own, whose certificates may be bad on purpose. */
  readonly tls: boolean;
}

const timeoutMs = 5_000;

/** Sends one command over a connection of its own and gives the answer. */
export async function askRedis(login: RedisLogin, words: readonly string[]): Promise<unknown> {
  const { host, port, password, tls } = login;
  const common = { host, port, connectTimeout: timeoutMs, reconnectStrategy: false } as const;
  const client = createClient({
    ...(password !== undefined && { password }),
    socket: tls ? { ...common, tls: true, rejectUnauthorized: false } : common,
    commandOptions: { timeout: timeoutMs },
  });
  client.on('error', () => undefined); // the command is rejected, too
  await client.connect();
  try {
    return await client.sendCommand([...words]);
  } finally {
    client.destroy();
  }
}
