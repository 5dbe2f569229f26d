import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { codeOf, failure } from './failure.ts';

/** The addresses of a whole name, which ends without a dot; empty where it has none. Rejects when nobody can say. */
export type AddressesOf = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/** From here on a name is tried as it is before it is tried in the search domains; as Kubernetes has it for pods. */
const ndots = 5;

/**
 * The addresses of a host as a pod with these search domains finds them; an IP address is its own. Throws a failure,
 * NameNotFound or NameServerFailing.
 */
export async function resolveName(
  host: string,
  searchDomains: readonly string[],
  addressesOf: AddressesOf,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  let broken: string | undefined;
  for (const name of candidates(host, searchDomains)) {
    try {
      const addresses = await addressesOf(name, signal);
      if (addresses.length > 0) return addresses;
    } catch (error) {
      broken ??= codeOf(error) || 'no code';
    }
  }
  if (broken !== undefined) throw failure('NameServerFailing', `the name servers fail (${broken})`);
  throw failure('NameNotFound', 'the name has no address');
}

/** The whole names that a name may stand for, in the order in which they are tried. */
export function candidates(host: string, searchDomains: readonly string[]): readonly string[] {
  if (host.endsWith('.')) return [host.slice(0, -1)];
  const searched = searchDomains.map((domain) => `${host}.${domain}`);
  return host.split('.').length > ndots ? [host, ...searched] : [...searched, host];
}

/**
 * Asks the name servers of this machine. Not getaddrinfo: it would try the operator's own search domains, too, and it holds
 * one of the four threads that all files are read with until a silent name server has timed out.
 */
export function createAddressLookup(): AddressesOf {
  return async (name, signal) => {
    // No name server knows it (RFC 6761).
    if (name === 'localhost') return ['127.0.0.1', '::1'];
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const errors = found.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
      const grave = errors.find((error) => !['ENOTFOUND', 'ENODATA', 'EBADNAME'].includes(codeOf(error)));
      if (addresses.length === 0 && grave !== undefined) throw grave;
      return addresses;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}
