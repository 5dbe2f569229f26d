import { open } from 'node:fs/promises';
import { z } from 'zod';

/** One request, as the API server wrote it down when it had answered. */
export interface AuditEvent {
  /** E.g. `patch`. */
  readonly verb: string;
  readonly user: string;
  readonly userAgent: string;
  /** Plural, with the subresource behind a slash, e.g. `deployments/scale`. */
  readonly resource: string;
  readonly apiGroup: string;
  readonly namespace: string | undefined;
  /** Absent where the server chose the name, and for lists. */
  readonly name: string | undefined;
  /** HTTP status of the answer. */
  readonly code: number;
  readonly requestUri: string;
  /** When the request came in, RFC 3339. */
  readonly receivedAt: string;
  /** What a write sent. */
  readonly requestObject: unknown;
}

const writingVerbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** True for requests that change something; a dry run counts, see its `requestUri`. */
export function isWrite(event: AuditEvent): boolean {
  return writingVerbs.has(event.verb);
}

/**
 * Reads the log so far, from a byte that a line begins with, in the order of the answers. An event may come some milliseconds
 * after its answer.
 */
export async function readAuditLog(path: string, fromByte = 0): Promise<readonly AuditEvent[]> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const { buffer } = await file.read(Buffer.alloc(Math.max(0, size - fromByte)), 0, null, fromByte);
  await file.close();
  const text = buffer.toString();
  // The last line may be half written.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map(parseAuditLine);
}

/** The parts of audit.k8s.io/v1 Event that are looked at. */
const rawEvent = z.object({
  verb: z.string(),
  user: z.object({ username: z.string() }),
  userAgent: z.string().default(''),
  objectRef: z
    .object({
      resource: z.string().default(''),
      subresource: z.string().optional(),
      apiGroup: z.string().default(''),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .default({ resource: '', apiGroup: '' }),
  responseStatus: z.object({ code: z.number().default(0) }).default({ code: 0 }),
  requestURI: z.string(),
  requestReceivedTimestamp: z.string(),
  requestObject: z.unknown().optional(),
});

/** Parses one line of the log. */
export function parseAuditLine(line: string): AuditEvent {
  const raw = rawEvent.parse(JSON.parse(line));
  const { resource, subresource, apiGroup, namespace, name } = raw.objectRef;
  return {
    verb: raw.verb,
    user: raw.user.username,
    userAgent: raw.userAgent,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    apiGroup,
    namespace,
    name,
    code: raw.responseStatus.code,
    requestUri: raw.requestURI,
    receivedAt: raw.requestReceivedTimestamp,
    requestObject: raw.requestObject,
  };
}
