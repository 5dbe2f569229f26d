import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Fault } from './fault-plan.ts';

const newline = 0x0a;

/** Passes an answer on up to its n-th line end, then the fault's own text, and then cuts it off or falls silent. */
export function breakOff(
  { afterLines, text, ending }: Extract<Fault, { readonly kind: 'breakOff' }>,
  from: Readable,
  to: ServerResponse,
): void {
  let left = afterLines;
  let broken = false;

  function stop(): void {
    broken = true;
    to.write(text, () => {
      if (ending === 'cut') to.destroy();
    });
  }

  from.on('error', () => to.destroy());
  from.on('data', (bytes: Buffer) => {
    if (broken) return;
    let end = 0;
    while (left > 0 && end < bytes.length) {
      const at = bytes.indexOf(newline, end);
      end = at === -1 ? bytes.length : at + 1;
      if (at !== -1) left -= 1;
    }
    to.write(bytes.subarray(0, end));
    if (left === 0) stop();
  });
  if (left === 0) stop();
}
