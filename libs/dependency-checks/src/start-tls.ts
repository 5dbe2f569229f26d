import { X509Certificate } from 'node:crypto';
import { type Socket, isIP } from 'node:net';
import {
  type ConnectionOptions,
  type DetailedPeerCertificate,
  type TLSSocket,
  checkServerIdentity,
  connect,
  createSecureContext,
} from 'node:tls';
import type { TlsSettings } from './dependency-check.ts';
import { codeOf, failure } from './failure.ts';

type TlsOn = Exclude<TlsSettings, { readonly mode: 'disable' }> | { readonly mode: 'require' };

export interface StartedTls {
  readonly stream: TLSSocket;
  /** The earliest end of the certificates that were verified, in milliseconds since 1970; undefined where none is. */
  readonly expiresAtMs: number | undefined;
}

/**
 * Starts TLS on a connection and judges the certificate as the mode says. Nothing has been sent over it when it resolves, and
 * nothing can be when it throws its failure.
 */
export async function startTls(
  socket: Socket,
  host: string,
  tls: TlsOn | { readonly mode: 'disable' },
  keep: (stream: TLSSocket) => TLSSocket,
  nowMs: number,
  hideNames: boolean,
): Promise<StartedTls> {
  const verifies = tls.mode === 'verify-ca' || tls.mode === 'verify-full';
  const name = withoutDot((verifies ? tls.serverName : undefined) ?? host);
  const authority = verifies ? tls.authority : undefined;
  if (authority !== undefined) requireCertificate(authority);
  const stream = await handshake(socket, keep, {
    ...(isIP(name) === 0 && { servername: name }),
    ...(authority !== undefined && { ca: authority }),
    // Judged below: an error of the handshake itself would not say whether it was the certificate.
    rejectUnauthorized: false,
    checkServerIdentity: (_, certificate) =>
      tls.mode === 'verify-full' ? checkServerIdentity(name, certificate) : undefined,
  });
  if (!verifies) return { stream, expiresAtMs: undefined };
  if (!stream.authorized) throw judge(stream, hideNames);
  return { stream, expiresAtMs: earliestEnd(stream.getPeerCertificate(true), nowMs) };
}

function handshake(
  socket: Socket,
  keep: (stream: TLSSocket) => TLSSocket,
  options: ConnectionOptions,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const stream = keep(connect({ ...options, socket }));
    stream.once('secureConnect', () => resolve(stream));
    stream.once('error', (error) => reject(handshakeFailure(codeOf(error))));
    stream.once('close', () => reject(handshakeFailure('')));
  });
}

/** A server that does not speak TLS answers a greeting with something else, or ends the connection. */
function handshakeFailure(code: string): Error {
  const foreign = ['', 'ECONNRESET', 'EPIPE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'];
  if (foreign.includes(code) || code.includes('HTTP_REQUEST') || code.includes('UNEXPECTED_MESSAGE')) {
    return failure('TlsNotOffered', 'it does not answer a TLS handshake as a TLS server does');
  }
  return failure('TlsFailed', `the TLS handshake failed (${code})`);
}

function judge(stream: TLSSocket, hideNames: boolean): Error {
  const found: unknown = stream.authorizationError; // a code, whatever its type says
  const code = typeof found === 'string' ? found : codeOf(found);
  switch (code) {
    case 'CERT_HAS_EXPIRED': {
      const ended = earliestEnd(stream.getPeerCertificate(true), 0);
      const day = ended === undefined ? '' : ` on ${new Date(ended).toISOString().slice(0, 10)}`;
      return failure('CertificateExpired', `a certificate of the server has expired${day}`);
    }
    case 'CERT_NOT_YET_VALID':
      return failure('CertificateNotYetValid', 'a certificate of the server is not valid yet');
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const names = hideNames ? '' : namesOf(stream.getPeerCertificate());
      return failure('CertificateNameMismatch', `the certificate of the server is for another name${names}`);
    }
    default:
      return failure('CertificateUntrusted', `the certificate of the server is not trusted (${code})`);
  }
}

function namesOf({ subjectaltname = '' }: { readonly subjectaltname?: string | undefined }): string {
  const names = subjectaltname.split(', ').map((name) => name.replace(/^\w+( \w+)?:/, ''));
  const plain = names.filter((name) => /^[\w.*:-]{1,80}$/.test(name)).slice(0, 3);
  return plain.length === 0 ? '' : `: ${plain.join(', ')}`;
}

function earliestEnd(certificate: DetailedPeerCertificate, notBeforeMs: number): number | undefined {
  const ends: number[] = [];
  const seen = new Set<DetailedPeerCertificate>();
  for (
    let at: DetailedPeerCertificate | undefined = certificate;
    at !== undefined && !seen.has(at);
    at = at.issuerCertificate
  ) {
    seen.add(at);
    const end = Date.parse(at.valid_to);
    if (end >= notBeforeMs) ends.push(end);
  }
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function requireCertificate(pem: string): void {
  try {
    createSecureContext({ ca: new X509Certificate(pem).toString() });
  } catch {
    throw failure('AuthorityUnreadable', 'the authority that is given is no certificate in PEM');
  }
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}
