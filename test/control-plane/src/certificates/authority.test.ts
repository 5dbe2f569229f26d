import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority } from './authority.ts';

describe('createAuthority', () => {
  const authority = createAuthority('test-ca');

  it('makes a self-signed certificate authority', () => {
    const certificate = new X509Certificate(authority.certificate);
    expect(certificate.ca).toBe(true);
    expect(certificate.subject).toBe('CN=test-ca');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it('issues a certificate that its own key and the authority agree with', () => {
    const issued = authority.issue({ commonName: 'someone' });
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(issued.key))).toBe(true);
    expect(certificate.ca).toBe(false);
  });

  it('is valid now and for some months', () => {
    const certificate = new X509Certificate(authority.issue({ commonName: 'someone' }).certificate);
    expect(certificate.validFromDate.getTime()).toBeLessThan(Date.now());
    expect(certificate.validToDate.getTime()).toBeGreaterThan(Date.now() + 100 * 24 * 3600 * 1000);
  });

  it('is valid for as long as is asked', () => {
    const [validFrom, validTo] = [new Date('2024-01-02T03:04:05Z'), new Date('2024-02-03T04:05:06Z')];
    const certificate = new X509Certificate(authority.issue({ commonName: 'x', validFrom, validTo }).certificate);
    expect([certificate.validFromDate, certificate.validToDate]).toEqual([validFrom, validTo]);
  });

  it('names the user and every group of a client', () => {
    const issued = authority.issue({ commonName: 'ada', organizations: ['readers', 'writers'] });
    expect(new X509Certificate(issued.certificate).subject).toBe('O=readers\nO=writers\nCN=ada');
  });

  it('names the hosts and addresses of a server', () => {
    const issued = authority.issue({ commonName: 'server', hosts: ['localhost', '127.0.0.1'] });
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  it('gives every certificate a serial number of its own', () => {
    const serials = [1, 2, 3].map(
      () => new X509Certificate(authority.issue({ commonName: 'x' }).certificate).serialNumber,
    );
    expect(new Set(serials).size).toBe(3);
  });

  it('keeps long names, whose length takes more than one byte', () => {
    const commonName = 'system:serviceaccount:'.padEnd(60, 'n');
    const organizations = Array.from({ length: 12 }, (_, index) => `group-${index}`);
    const subject = new X509Certificate(authority.issue({ commonName, organizations }).certificate).subject;
    expect(subject.split('\n')).toHaveLength(13);
  });
});
