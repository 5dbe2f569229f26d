import {
  type DependencyCheck,
  type ProtocolSettings,
  type Surroundings,
  type TlsSettings,
  type Verdict,
  checkDependency,
  createOneAtATime,
} from '@ixn/dependency-checks';

const tls: TlsSettings = { mode: 'disable' };

/** A check of something on this machine. */
export function checkOf(
  port: number,
  protocol: ProtocolSettings,
  more: Partial<DependencyCheck> = {},
): DependencyCheck {
  return { host: '127.0.0.1', port, searchDomains: [], tls, protocol, ...more };
}

/** Does a check with little patience; everything may be dialled. */
export function verdictOf(check: DependencyCheck): Promise<Verdict> {
  const surroundings: Surroundings = {
    mayDial: () => 'allowed',
    addressesOf: (name: string) => Promise.resolve(name === 'localhost' ? ['127.0.0.1'] : []),
    timeouts: { resolve: 1_000, connect: 1_000, tls: 3_000, protocol: 5_000 },
    wholeTimeoutMs: 20_000,
    inTurn: createOneAtATime(),
    now: Date.now,
  };
  return checkDependency(check, surroundings, new AbortController().signal);
}

export async function reasonOf(check: DependencyCheck): Promise<string> {
  return (await verdictOf(check)).reason;
}
