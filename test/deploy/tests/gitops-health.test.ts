import { recordedStatuses } from '@ixn/golden-tests';
import { beforeAll, describe, expect, it } from 'vitest';
import { judge, type Verdict } from '../src/health.ts';

/** A change of the user's that a pause or a window holds back. */
const heldBack = /^(paused|waiting-for-window|provisioning-waits)$/;

/** What Argo CD shows where that is not what kstatus says. */
const argoOtherwise: readonly (readonly [name: RegExp, health: string])[] = [
  [heldBack, 'Suspended'],
  [/^(secret|config-map)(-key)?-missing$/, 'Progressing'],
];
const argoByKstatus = { Current: 'Healthy', InProgress: 'Progressing', Failed: 'Degraded', Terminating: 'Progressing' };
const fluxByKstatus = { Current: 'Current', InProgress: 'InProgress', Failed: 'Failed', Terminating: 'InProgress' };

const cases = recordedStatuses.map(({ name, state, kstatus, resource }) => {
  const otherwise = argoOtherwise.find(([names]) => names.test(name))?.[1];
  const ready = resource.status.conditions?.find(({ type }) => type === 'Ready');
  // kstatus knows no instance that is broken and on its way at once; Argo CD's users want to see that it is broken.
  const broken = ready?.status === 'False' ? 'Degraded' : argoByKstatus[kstatus];
  return { name, state, argo: otherwise ?? broken, flux: heldBack.test(name) ? 'Current' : fluxByKstatus[kstatus] };
});

describe('the health of a recorded status', () => {
  const verdicts = new Map<string, Verdict>();

  beforeAll(async () => {
    for (const verdict of await judge(recordedStatuses.map(({ resource }) => resource))) {
      verdicts.set(verdict.name, verdict);
    }
    // On a machine where no Go module has been downloaded yet this takes minutes.
  }, 900_000);

  it('is known of at least twenty, and takes every value', () => {
    expect(verdicts.size).toBeGreaterThanOrEqual(20);
    const healths = new Set([...verdicts.values()].map(({ argo }) => argo.status));
    expect(healths).toEqual(new Set(['Healthy', 'Progressing', 'Degraded', 'Suspended']));
    const fluxes = new Set([...verdicts.values()].map(({ flux }) => flux));
    expect(fluxes).toEqual(new Set(['Current', 'InProgress', 'Failed']));
  });

  it.each(cases)('is $argo to Argo CD and $flux to Flux for an instance that $state', ({ name, argo, flux }) => {
    const verdict = verdicts.get(name);
    expect({ argo: verdict?.argo.status, flux: verdict?.flux }).toEqual({ argo, flux });
  });

  it('comes with the words of the condition', () => {
    expect(verdicts.get('invalid')?.argo.message).toContain('spec.ixnNode.replicas: must be at most 1');
    expect(verdicts.get('paused')?.argo.message).toContain('StatefulSet tenant-100-ixn');
    expect(verdicts.get('operator-updated')?.argo.message).toContain('StatefulSet tenant-100-ixn');
    expect(verdicts.get('stopped')?.argo.message).toContain('replicas 0');
  });
});

describe('the actions of Argo CD', () => {
  it('are offered where they do something', async () => {
    const [converged, paused] = await judge(
      ['converged', 'paused'].map((name) => recordedStatuses.find((one) => one.name === name)?.resource ?? {}),
    );
    expect(converged?.available).toEqual({
      pause: { disabled: false },
      resume: { disabled: true },
      'apply-pending': { disabled: true },
    });
    expect(paused?.available['apply-pending']).toEqual({ disabled: false });
  });

  it('set and remove the annotations that the operator knows, and nothing else', async () => {
    const resource = recordedStatuses.find(({ name }) => name === 'paused')?.resource;
    const [held] = await judge([resource ?? {}]);
    const annotations = { 'ixn.operators.dev/pause': 'Disruptive', team: 'voice' };
    const [annotated] = await judge([{ ...resource, metadata: { ...resource?.metadata, annotations } }]);
    expect(held?.after['pause']).toEqual(withAnnotations({ 'ixn.operators.dev/pause': 'Disruptive' }));
    expect(held?.after['apply-pending']).toEqual(
      withAnnotations({ 'ixn.operators.dev/apply-pending': resource?.status.pending?.id }),
    );
    expect(annotated?.after['resume']).toEqual(withAnnotations({ team: 'voice' }));
    expect(annotated?.available).toMatchObject({ pause: { disabled: true }, resume: { disabled: false } });

    function withAnnotations(expected: object): object {
      return { ...resource, metadata: { ...resource?.metadata, annotations: expected } };
    }
  });
});
