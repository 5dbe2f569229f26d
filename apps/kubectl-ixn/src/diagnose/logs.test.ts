import { expect, it } from 'vitest';
import { logPath } from './logs.ts';

it('keeps a log in the folder of logs, whatever a node calls its container', () => {
  const source = { namespace: 'a', pod: 'ixn-0', previous: true };
  expect(logPath({ ...source, container: 'ixn' })).toBe('logs/ixn-0.ixn.previous.log');
  expect(logPath({ ...source, container: '/../../../.profile' })).toBe('logs/ixn-0._.._.._.._.profile.previous.log');
});
