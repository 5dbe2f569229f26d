import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** As many as PostgreSQL itself takes by default. */
const iterations = 4096;
const hashBytes = 32;

/**
 * What PostgreSQL stores of a password (RFC 5803): made here, so that the password itself is in no statement and in no log of
 * the server.
 */
export async function scramVerifier(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const salted = await promisify(pbkdf2)(prepared(password), salt, iterations, hashBytes, 'sha256');
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(sign('Client Key')).digest('base64');
  const serverKey = sign('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** Spaces other than that of ASCII (RFC 3454, C.1.2). */
const otherSpaces = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/gu;
/** What is commonly mapped to nothing (RFC 3454, B.1). */
const nothing = /\u00AD|\u034F|\u1806|[\u180B-\u180D]|[\u200C\u200D]|\u2060|[\uFE00-\uFE0F]|\uFEFF/gu;

/** The password as both sides of a login prepare it (SASLprep, RFC 4013). */
function prepared(password: string): string {
  return password.replace(otherSpaces, ' ').replace(nothing, '').normalize('NFKC');
}
