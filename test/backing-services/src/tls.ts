import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Authority } from '@ixn/control-plane';

/** PEM texts with which a server shows who it is, and the authority that clients trust. */
export interface TlsMaterial {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** How a certificate stands in time: for a year yet, for a week yet, or no more since an hour. */
export type Validity = 'valid' | 'expiring' | 'expired';

export interface TlsSubject {
  /** Names and IPv4 addresses that the certificate is good for; default localhost and 127.0.0.1. */
  readonly hosts?: readonly string[];
  readonly validity?: Validity;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What a server needs for TLS, signed by this authority. */
export function issueTls(authority: Authority, subject: TlsSubject = {}): TlsMaterial {
  const { hosts = ['localhost', '127.0.0.1'], validity = 'valid' } = subject;
  const pair = authority.issue({ commonName: hosts[0] ?? 'server', hosts, ...timesOf(validity) });
  return { authority: authority.certificate, ...pair };
}

function timesOf(validity: Validity): { readonly validFrom?: Date; readonly validTo?: Date } {
  const now = Date.now();
  switch (validity) {
    case 'valid':
      return {};
    case 'expiring':
      return { validTo: new Date(now + 7 * dayMs) };
    case 'expired':
      return { validFrom: new Date(now - 30 * dayMs), validTo: new Date(now - hourMs) };
  }
}

/** Paths of PEM files. */
export interface TlsFiles {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
  /** Certificate and key in one file, as Java reads them. */
  readonly both: string;
  /** Who may read them: a user by number where that is another than ours. */
  readonly owner: number | undefined;
}

export function tlsFilesIn(folder: string, owner?: number): TlsFiles {
  return {
    authority: join(folder, 'ca.pem'),
    certificate: join(folder, 'server.pem'),
    key: join(folder, 'server-key.pem'),
    both: join(folder, 'server-both.pem'),
    owner,
  };
}

export async function writeTlsFiles({ owner, ...paths }: TlsFiles, tls: TlsMaterial): Promise<void> {
  const write = async (path: string, text: string) => {
    await writeFile(path, text, { mode: 0o600 });
    if (owner !== undefined) await chown(path, owner, owner);
  };
  await Promise.all([
    write(paths.authority, tls.authority),
    write(paths.certificate, tls.certificate),
    write(paths.key, tls.key),
    write(paths.both, `${tls.key}${tls.certificate}`),
  ]);
}
