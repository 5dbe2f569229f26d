import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Credentials } from './dependency-check.ts';
import { failure } from './failure.ts';

/** Sends a message of the login and gives the server's answer to it. */
export type Exchange = (message: string) => Promise<string>;

const maxIterations = 1_000_000;

/** Logs in by SCRAM (RFC 5802) without channel binding; throws ProtocolError when the server does not know the password either. */
export async function logInByScram(
  hash: 'sha256' | 'sha512',
  { username, password }: Credentials,
  exchange: Exchange,
  nonce: string = randomBytes(18).toString('base64'),
): Promise<void> {
  const name = username.reveal().replaceAll('=', '=3D').replaceAll(',', '=2C');
  const clientFirst = `n=${name},r=${nonce}`;
  const serverFirst = await exchange(`n,,${clientFirst}`);
  const { r: bothNonces = '', s: salt = '', i: iterations = '' } = attributes(serverFirst);
  const rounds = Number(iterations);
  if (!bothNonces.startsWith(nonce) || salt === '' || !(rounds >= 1 && rounds <= maxIterations)) throw foreign();

  const length = hash === 'sha256' ? 32 : 64;
  const salted = await promisify(pbkdf2)(password.reveal(), Buffer.from(salt, 'base64'), rounds, length, hash);
  const sign = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
  const clientKey = sign(salted, 'Client Key');
  const clientFinal = `c=biws,r=${bothNonces}`;
  const transcript = `${clientFirst},${serverFirst},${clientFinal}`;
  const signature = sign(createHash(hash).update(clientKey).digest(), transcript);
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));

  const { v: verifier = '' } = attributes(await exchange(`${clientFinal},p=${proof.toString('base64')}`));
  const expected = sign(sign(salted, 'Server Key'), transcript);
  const shown = Buffer.from(verifier, 'base64');
  if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) throw foreign();
}

function attributes(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not go through with the login as it should');
}
