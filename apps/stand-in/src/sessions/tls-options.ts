import type { ConnectionOptions } from 'node:tls';
import type { Trust } from '../dependency.ts';

/** How Node verifies a server; the name that it expects is the server name or, without one, the host that is dialled. */
export function tlsOptions({ verified, authority, serverName }: Trust) {
  return {
    ...(authority !== undefined && { ca: authority }),
    ...(serverName !== undefined && { servername: serverName }),
    rejectUnauthorized: verified !== 'nothing',
    ...(verified === 'authority' && { checkServerIdentity: () => undefined }),
  } satisfies ConnectionOptions;
}
