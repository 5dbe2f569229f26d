import { defaultPort } from '@ixn/connections';
import type { Facts } from '../facts.ts';
import { toFillIn } from '../to-fill-in.ts';
import { text, yesOrNo } from './readers.ts';
import { ignoredRule, readTo, type Rule } from './rule.ts';
import { sharedSecrets } from '../volumes.ts';

const nodes = ['ixnNode', 'redis', 'nodes'] as const;
const [redisSecret] = sharedSecrets;

/** ORS Redis: a list of nodes, of which each says whether all are a cluster. */
export const redisRules: readonly Rule[] = [
  {
    helm: 'ixnService.ixnNode.redis[].host',
    says: '`spec.ixnNode.redis.nodes[].host`',
    outcome: ({ path, value }) => readTo([...nodes, path.at(-2) ?? 0, 'host'], value, text),
  },
  {
    helm: 'ixnService.ixnNode.redis[].is_redis_cluster',
    says: '`spec.ixnNode.redis.cluster`',
    outcome: ({ value }) => readTo(['ixnNode', 'redis', 'cluster'], value, yesOrNo),
  },
  {
    helm: 'ixnService.ixnNode.redisOptions.tls',
    says: '`spec.ixnNode.redis.tls.enabled`; an empty map is true',
    takesEmpty: true,
    outcome: ({ value }) => readTo(['ixnNode', 'redis', 'tls', 'enabled'], isMap(value) ? true : value, yesOrNo),
  },
  {
    helm: 'ixnService.ixnNode.redisOptions.tls.rejectUnauthorized',
    says: '`spec.ixnNode.redis.tls.rejectUnauthorized`, with `enabled`',
    outcome: ({ value }) => {
      const read = readTo(['ixnNode', 'redis', 'tls', 'rejectUnauthorized'], value, yesOrNo);
      const enabled = { path: ['ixnNode', 'redis', 'tls', 'enabled'], value: true };
      return read.fate === 'mapped' ? { ...read, targets: [...read.targets, enabled] } : read;
    },
  },
  ignoredRule('ixnService.ixnNode.redisOptions.tls.servername', 'not needed: the document in the Secret says it'),
  ...['ixnService.ixnNode.redisOptions.password', 'ixnService.ixnNode.redis[].password'].map(
    (helm): Rule => ({
      helm,
      says: `a Secret to fill in, key \`${redisSecret.key}\`; the password itself is never copied`,
      outcome: (_leaf, facts) => ({
        fate: 'mapped',
        targets: [{ path: ['ixnNode', 'redis', 'secretKeyRef', 'name'], value: redisSecret.secret }],
        secretKey: { secret: redisSecret.secret, key: redisSecret.key, value: redisDocument(facts) },
      }),
    }),
  ),
];

/** The document that the vendor's image reads, with all in it that is no secret. */
function redisDocument({ text: textAt }: Facts): string {
  const [host, port] = ['host', 'port'].map((field) => textAt(['ixnService', 'ixnNode', 'redis', 0, field]));
  const tls = (field: string) => textAt(['ixnService', 'ixnNode', 'redisOptions', 'tls', field]);
  return JSON.stringify({
    password: toFillIn,
    port: Number(port ?? defaultPort('ixnNode.redis.nodes.port')),
    rejectUnauthorized: tls('rejectUnauthorized')?.toLowerCase() !== 'false',
    servername: tls('servername') ?? host,
  });
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
