import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts';

/** PEM texts; the key is PKCS #8. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  /** The user, as the API server reads a client certificate. */
  readonly commonName: string;
  /** The user's groups. */
  readonly organizations?: readonly string[];
  /** Names and IPv4 addresses that a server's certificate is good for. */
  readonly hosts?: readonly string[];
  /** Default: from some minutes ago. */
  readonly validFrom?: Date | undefined;
  /** Default: in a year. */
  readonly validTo?: Date | undefined;
}

/** Signs certificates for servers and clients; lives in memory, for as long as one control plane. */
export interface Authority extends KeyPair {
  issue(subject: Subject): KeyPair;
}

const validForMs = 365 * 24 * 3600 * 1000;
/** Clocks in containers and virtual machines may lag behind. */
const backdatedByMs = 5 * 60 * 1000;

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** A new certificate authority on the P-256 curve. */
export function createAuthority(commonName: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = distinguishedName({ commonName });
  const keyCertSign = bitString(Buffer.of(0x04), 2);
  const certificate = signedCertificate({
    issuer,
    issuerKey: own.privateKey,
    subject: issuer,
    publicKey: own.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(boolean(true)), 'critical'), // basicConstraints: is an authority
      extension('2.5.29.15', keyCertSign, 'critical'), // keyUsage
    ],
  });
  return {
    certificate,
    key: privatePem(own.privateKey),
    issue: (subject) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const extensions = leafExtensions(subject.hosts ?? []);
      const name = distinguishedName(subject);
      return {
        certificate: signedCertificate({
          issuer,
          issuerKey: own.privateKey,
          subject: name,
          publicKey: pair.publicKey,
          extensions,
          validFrom: subject.validFrom,
          validTo: subject.validTo,
        }),
        key: privatePem(pair.privateKey),
      };
    },
  };
}

/** A key pair that signs service-account tokens: PEM, private and public. */
export function createSigningKey(): { readonly privateKey: string; readonly publicKey: string } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey: privatePem(pair.privateKey),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

interface CertificateParts {
  readonly issuer: Buffer;
  readonly issuerKey: KeyObject;
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly validFrom?: Date | undefined;
  readonly validTo?: Date | undefined;
}

function signedCertificate(parts: CertificateParts): string {
  const now = Date.now();
  const { validFrom = new Date(now - backdatedByMs), validTo = new Date(now + validForMs) } = parts;
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.of(2))), // version 3
    integer(serialNumber()),
    ecdsaWithSha256,
    parts.issuer,
    sequence(utcTime(validFrom), utcTime(validTo)),
    parts.subject,
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...parts.extensions)),
  );
  const signature = sign('sha256', toBeSigned, parts.issuerKey);
  return pem('CERTIFICATE', sequence(toBeSigned, ecdsaWithSha256, bitString(signature)));
}

function leafExtensions(hosts: readonly string[]): readonly Buffer[] {
  const serverAndClient = sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'), objectIdentifier('1.3.6.1.5.5.7.3.2'));
  const digitalSignature = bitString(Buffer.of(0x80), 7);
  const names = hosts.map((host) =>
    isIPv4(host) ? implicit(7, Buffer.from(host.split('.').map(Number))) : implicit(2, Buffer.from(host, 'ascii')),
  );
  return [
    extension('2.5.29.15', digitalSignature, 'critical'), // keyUsage
    extension('2.5.29.37', serverAndClient), // extendedKeyUsage
    ...(names.length === 0 ? [] : [extension('2.5.29.17', sequence(...names))]), // subjectAlternativeName
  ];
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  const parts = critical === undefined ? [] : [boolean(true)];
  return sequence(objectIdentifier(id), ...parts, octetString(value));
}

function distinguishedName(subject: Subject): Buffer {
  return sequence(
    ...(subject.organizations ?? []).map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', subject.commonName),
  );
}

function attribute(id: string, value: string): Buffer {
  return set(sequence(objectIdentifier(id), utf8String(value)));
}

function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f); // neither negative nor shortened by leading zeros
  return bytes;
}

function privatePem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
