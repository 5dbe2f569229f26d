import { describe, expect, it } from 'vitest';
import { missingLine } from './output.ts';

const table = ['NAME         READY   AGE', 'tenant-100   True    1s'];

describe('what a page shows of an output', () => {
  it.each([
    ['ages and widths of columns differ', table, 'NAME        READY    AGE\ntenant-100  True     5m10s\n'],
    ['lines are left out', ['a', '...', 'c'], 'a\nb\nc\n'],
    ['the output says more than is shown', ['b'], 'a\nb\nc\n'],
    [
      'the rest of a line is left out',
      ['16  Unreachable  …'],
      '16 Unreachable   NameNotFound: the name has no address',
    ],
    ['the middle of a line is left out', ['a … z'], 'a b c z'],
    ['a pod has another name', ['pod/tenant-100-vq-node-c6c9478-294ks'], 'pod/tenant-100-vq-node-854cf8fdf-8tckz'],
    ['an address is another one', ['https://127.0.0.1:26057 and 10.96.0.1'], 'https://127.0.0.1:1 and 10.97.2.3'],
    [
      'a port of loopback and a version differ',
      ['Kubernetes v1.36.3 at 127.0.0.1:1'],
      'Kubernetes v1.30.0 at 127.0.0.1:2',
    ],
    ['a folder is elsewhere', ['log: /tmp/ixn-control-plane-a1/x.log'], 'log: /var/tmp/ixn-control-plane-b2/x.log'],
    ['an event was seen more often', ['0s (x2 over 5m15s) Converged'], '4s (x3 over 11m) Converged'],
  ])('is there when %s', (_, shown, output) => {
    expect(missingLine(shown, output)).toBeUndefined();
  });

  it.each([
    ['a value is another one', table, 'NAME READY AGE\ntenant-100 False 1s\n', table[1]],
    ['the order is another one', ['a', 'b'], 'b\na\n', 'b'],
    ['a line ends otherwise', ['a … z'], 'a b', 'a … z'],
    ['nothing is said', ['a'], '', 'a'],
  ])('is not there when %s', (_, shown, output, missing) => {
    expect(missingLine(shown, output)).toBe(missing);
  });
});
