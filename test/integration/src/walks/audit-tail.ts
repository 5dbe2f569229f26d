import { open } from 'node:fs/promises';
import { type AuditEvent, isWrite, parseAuditLine } from '@ixn/control-plane';

/** The writes of one user, as the API server's audit log tells them. */
export interface AuditTail {
  /** Reads what the log has got since the last time, and gives all writes of a namespace so far, in the order of the answers. */
  writes(namespace: string): Promise<readonly AuditEvent[]>;
  /** Forgets a namespace. */
  forget(namespace: string): void;
  close(): Promise<void>;
}

/** Follows a log that only grows. Dry runs are no writes here. */
export async function followAuditLog(path: string, user: string): Promise<AuditTail> {
  const file = await open(path, 'r');
  const byNamespace = new Map<string, AuditEvent[]>();
  const buffer = Buffer.alloc(1 << 20);
  let position = (await file.stat()).size;
  let rest = Buffer.alloc(0);
  let reading: Promise<void> | undefined;

  async function readOn(): Promise<void> {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      rest = Buffer.from(bytes.subarray(end));
      bytes.subarray(0, end).toString().split('\n').forEach(take);
    }
  }

  function take(line: string): void {
    // Most lines are of others, and parsing is what takes the time.
    if (!line.includes(`"username":"${user}"`)) return;
    const event = parseAuditLine(line);
    if (!isWrite(event) || event.namespace === undefined || event.requestUri.includes('dryRun=')) return;
    byNamespace.set(event.namespace, [...(byNamespace.get(event.namespace) ?? []), event]);
  }

  return {
    async writes(namespace) {
      reading ??= readOn().finally(() => {
        reading = undefined;
      });
      await reading;
      return byNamespace.get(namespace) ?? [];
    },
    forget: (namespace) => void byNamespace.delete(namespace),
    close: () => file.close(),
  };
}
