import { notChecked, type Verdict } from '@ixn/dependency-checks';
import { describe, expect, it } from 'vitest';
import { withPodsWord } from './pods-word.ts';

const answers: Verdict = { state: 'Reachable', reason: 'Answers', message: 'it answers' };
const refused: Verdict = { state: 'Unreachable', reason: 'ConnectionRefused', message: 'refused' };
const rejected: Verdict = { state: 'AuthenticationFailed', reason: 'PasswordRejected', message: 'wrong' };
const expiring: Verdict = {
  state: 'CertificateExpiring',
  reason: 'CertificateExpiresSoon',
  message: 'soon',
  expiresAtMs: 1,
};
const sidecar = notChecked('ThroughSidecar', 'a sidecar');
const connected: Verdict = { state: 'Reachable', reason: 'PodConnected', message: 'connected' };
const disconnected: Verdict = { state: 'Unreachable', reason: 'PodNotConnected', message: 'not connected' };
const pending = notChecked('Pending', 'not yet');
const silent = notChecked('NotTold', 'silent');

describe('what is said of a row', () => {
  it.each<[string, Verdict, readonly Verdict[], Verdict]>([
    ['is nothing before the pod has been asked', refused, [pending], pending],
    ['is nothing before anybody has looked', pending, [disconnected], pending],
    ['is the look where no pod is asked', refused, [], refused],
    ['is the look where no pod tells', answers, [silent], answers],
    ["is the pod's word where nothing can be looked at", sidecar, [connected], connected],
    ["is the pod's word against a look that fails", refused, [connected], connected],
    ["is the pod's word against a look that succeeds", answers, [disconnected], disconnected],
    ['is that one of several pods is not connected', answers, [connected, disconnected, silent], disconnected],
    ['is why, where both say that it does not work', refused, [disconnected], refused],
    ['is why a login fails, where the pod only says that it is not connected', rejected, [disconnected], rejected],
    ["is the look's words where both say that it works", answers, [connected], answers],
    ['is the warning of a certificate that expires, although the pod is connected', expiring, [connected], expiring],
    ['is that a pod is not connected, whatever expires', expiring, [disconnected], disconnected],
  ])('%s', (_, look, pods, expected) => {
    expect(withPodsWord(look, pods)).toBe(expected);
  });
});
