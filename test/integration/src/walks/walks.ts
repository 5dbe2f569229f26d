import { inject } from 'vitest';
import { operatorUser } from '../../global-setup.ts';
import { buildNext } from '../next-build.ts';
import { followAuditLog } from './audit-tail.ts';
import { startJournals } from './journal.ts';
import { planGivenWalk, planWalk, type Walk } from './plan-walk.ts';
import type { WalkGround } from './walk-scene.ts';

/** Which walks are taken. */
export interface WalkOptions {
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
  /** The steps of a single walk, in words; undefined where they are chosen. */
  readonly given: readonly string[] | undefined;
}

/** Reads SEED, WALKS, STEPS and WALK; a seed that nobody gives is new each time. */
export function readWalkOptions(environment: Readonly<Record<string, string | undefined>>): WalkOptions {
  const whole = (name: string, otherwise: number) => {
    const value = Number(environment[name] ?? otherwise);
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} must be a whole number`);
    return value;
  };
  return {
    seed: whole('SEED', Math.floor(Math.random() * 1_000_000)),
    walks: whole('WALKS', 200),
    steps: whole('STEPS', 15),
    given: environment['WALK']?.split(';').map((words) => words.trim()),
  };
}

/** The walks that are to be taken: of the seed, and of those after it. */
export function planWalks({ seed, walks, steps, given }: WalkOptions): readonly Walk[] {
  if (given !== undefined) return [planGivenWalk(seed, given)];
  return Array.from({ length: walks }, (_, index) => planWalk(seed + index, steps));
}

/** Prepares what all walks share. */
export async function openGround(): Promise<WalkGround & { close(): Promise<void> }> {
  const [journals, next, audit] = await Promise.all([
    startJournals(),
    buildNext(),
    followAuditLog(inject('controlPlane').auditLogPath, operatorUser),
  ]);
  return {
    journals,
    audit,
    nextBundle: next.bundle,
    close: async () => {
      await journals.stop();
      await audit.close();
      await next.remove();
    },
  };
}
