import { onTestFinished } from 'vitest';
import type { Dependency } from '../dependency.ts';
import { errorCode } from '../error-code.ts';
import { sessionsWith } from './open-session.ts';
import type { Session } from './session.ts';

export const who = { role: 'ixnNode', tenantId: 'tenant', tenantSid: '100', pod: 'pod-0' } as const;

/** Opens a session; it ends with the test. */
export function openSession(dependency: Dependency): Promise<Session> {
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  return sessionsWith(dependency, who)(ending.signal);
}

/** What one exchange gives, or the code of what went wrong before it or in it. */
export async function exchangeOnce(dependency: Dependency): Promise<string> {
  const ending = new AbortController();
  try {
    const session = await sessionsWith(dependency, who)(ending.signal);
    return await session.exchange();
  } catch (error) {
    return errorCode(error);
  } finally {
    ending.abort();
  }
}
