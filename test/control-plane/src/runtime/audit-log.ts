import { open } from 'node:fs/promises';
import { z } from 'zod';

/** One request, as the API server wrote it down when it had answered. */
export interface AuditEvent {
  /** Of the request: a log that has the beginnings of answers, too, has two events of a watch. */
  readonly id: string;
  /** E.g. `patch`. */
  readonly verb: string;
  readonly user: string;
  /** The pod that a ServiceAccount's token was made for; undefined for other credentials. */
  readonly pod: string | undefined;
  readonly userAgent: string;
  /** Plural, with the subresource behind a slash, e.g. `deployments/scale`. */
  readonly resource: string;
  readonly apiGroup: string;
  readonly namespace: string | undefined;
  /** Absent where the server chose the name, and for lists. */
  readonly name: string | undefined;
  /** HTTP status of the answer. */
  readonly code: number;
  /** What the API server said of a failure; empty without one. */
  readonly message: string;
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
  return parseAuditLog(text.slice(0, text.lastIndexOf('\n') + 1));
}

/** Parses the text of a log, or of whole lines of one. */
export function parseAuditLog(text: string): readonly AuditEvent[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseAuditLine);
}

/** The parts of audit.k8s.io/v1 Event that are looked at. */
const rawEvent = z.object({
  auditID: z.string().default(''),
  verb: z.string(),
  user: z.object({ username: z.string(), extra: z.record(z.string(), z.array(z.string())).default({}) }),
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
  responseStatus: z
    .object({ code: z.number().default(0), message: z.string().default('') })
    .default({ code: 0, message: '' }),
  requestURI: z.string(),
  requestReceivedTimestamp: z.string(),
  requestObject: z.unknown().optional(),
});

/** Parses one line of the log. */
export function parseAuditLine(line: string): AuditEvent {
  const raw = rawEvent.parse(JSON.parse(line));
  const { resource, subresource, apiGroup, namespace, name } = raw.objectRef;
  return {
    id: raw.auditID,
    verb: raw.verb,
    user: raw.user.username,
    pod: raw.user.extra['authentication.kubernetes.io/pod-name']?.[0],
    userAgent: raw.userAgent,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    apiGroup,
    namespace,
    name,
    code: raw.responseStatus.code,
    message: raw.responseStatus.message,
    requestUri: raw.requestURI,
    receivedAt: raw.requestReceivedTimestamp,
    requestObject: raw.requestObject,
  };
}
