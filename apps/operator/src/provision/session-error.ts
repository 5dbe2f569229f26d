import type { ProvisionFailure } from '@ixn/interaction-server';

/** What an error of a session says, as far as it can be told: what a server says may have a user name in it. */
export type SessionError =
  /** An answer of PostgreSQL; `sqlState` as its documentation lists them. */
  | { readonly kind: 'answer'; readonly sqlState: string }
  | { readonly kind: 'failure'; readonly code: ProvisionFailure; readonly words: string };

/** SQLSTATEs that are told apart. */
export const sqlStates = {
  wrongPassword: '28P01',
  notAuthorised: '28000',
  noDatabase: '3D000',
  noRight: '42501',
  roleExists: '42710',
  databaseExists: '42P04',
  unique: '23505',
  lockTimeout: '55P03',
  inUse: '55006',
  cancelled: '57014',
} as const;

/** Reads what was thrown; throws it again where it is none of the server's or the network's. */
export function readSessionError(error: unknown): SessionError {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if ('severity' in error && /^[0-9A-Z]{5}$/.test(code)) return { kind: 'answer', sqlState: code };
  if (tlsCodes.test(code)) return { kind: 'failure', code: 'DatabaseTlsFailed', words: tlsWords(code) };
  if (error.message.includes('does not support SSL')) {
    return { kind: 'failure', code: 'DatabaseTlsFailed', words: 'offers no TLS' };
  }
  const words = networkWords[code] ?? networkWords[error.message];
  if (words !== undefined) return { kind: 'failure', code: 'DatabaseUnreachable', words };
  if (/terminated|timeout/i.test(error.message)) {
    return { kind: 'failure', code: 'DatabaseUnreachable', words: 'ended the connection or kept silent for too long' };
  }
  throw error;
}

/** As Node and OpenSSL name what is wrong with certificates and handshakes. */
const tlsCodes = /CERT|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

function tlsWords(code: string): string {
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'has a certificate for other names';
    case 'CERT_HAS_EXPIRED':
      return 'has a certificate that has expired';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'has a certificate of an authority that is not trusted';
    default:
      return `does not come through the TLS handshake (${code})`;
  }
}

const networkWords: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a name that nobody knows',
  EAI_AGAIN: 'has a name that cannot be looked up now',
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'ended the connection',
  EPIPE: 'ended the connection',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  'timeout expired': 'does not answer',
};
