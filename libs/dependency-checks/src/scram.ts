import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Credentials } from './dependency-check.ts';
import { failure } from './failure.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** Sends a message of the login and gives the server's answer to it. */
export type Exchange = (message: string) => Promise<string>;

/** What Kafka takes when a password is set (minIterations and maxIterations of its ScramMechanism). */
const minIterations = 4_096;
const maxIterations = 16_384;

/** How the costly part of a login is done. */
export interface Derivation {
  readonly inTurn: OneAtATime;
  /** Keeps it from being begun. */
  readonly signal: AbortSignal;
}

/**
 * Logs in to Kafka by SCRAM (RFC 5802) without channel binding. Throws ProtocolError when the server does not know the password
 * either, or wants other numbers of iterations than Kafka has: it would cost us as much time as it likes, or, with few, get what
 * the password can be guessed by. Rejects with the signal's reason when that aborts before the derivation.
 */
export async function logInByScram(
  hash: 'sha256' | 'sha512',
  { username, password }: Credentials,
  exchange: Exchange,
  { inTurn, signal }: Derivation,
  nonce: string = randomBytes(18).toString('base64'),
): Promise<void> {
  const name = username.reveal().replaceAll('=', '=3D').replaceAll(',', '=2C');
  const clientFirst = `n=${name},r=${nonce}`;
  const serverFirst = await exchange(`n,,${clientFirst}`);
  const { r: bothNonces = '', s: salt = '', i: iterations = '' } = attributes(serverFirst);
  const rounds = Number(iterations);
  if (!bothNonces.startsWith(nonce) || salt === '' || !mayIterate(rounds)) throw foreign();

  const length = hash === 'sha256' ? 32 : 64;
  const salted = await inTurn(
    () => promisify(pbkdf2)(password.reveal(), Buffer.from(salt, 'base64'), rounds, length, hash),
    signal,
  );
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

function mayIterate(rounds: number): boolean {
  return Number.isInteger(rounds) && rounds >= minIterations && rounds <= maxIterations;
}

function attributes(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function foreign(): Error {
  return failure('ProtocolError', 'it does not go through with the login as it should');
}
