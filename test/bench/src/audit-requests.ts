import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A request of one user, as the audit log tells of it. */
export interface AuditedRequest {
  readonly verb: string;
  /** Plural, with the subresource behind a slash. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** HTTP status of the answer. */
  readonly code: number;
  /** When it came in, milliseconds since the epoch. */
  readonly at: number;
}

const event = z.object({
  verb: z.string(),
  user: z.object({ username: z.string() }),
  objectRef: z
    .object({
      resource: z.string().default(''),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .default({ resource: '' }),
  responseStatus: z.object({ code: z.number().default(0) }).default({ code: 0 }),
  requestReceivedTimestamp: z.string(),
});

/**
 * What one user asked of the API server since a time, in the order of the answers. Reads line by line: with thousands of
 * instances the log is longer than any string can be.
 */
export async function auditedRequests(path: string, user: string, sinceMs: number): Promise<readonly AuditedRequest[]> {
  const requests: AuditedRequest[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const request = requestOfLine(line, user);
    if (request !== undefined && request.at >= sinceMs) requests.push(request);
  }
  return requests;
}

/** The request that a line of the log tells of; undefined where it is another user's, or half written. */
export function requestOfLine(line: string, user: string): AuditedRequest | undefined {
  // Most lines are of others, and parsing is what takes the time.
  if (!line.includes(`"username":"${user}"`) || !line.endsWith('}')) return undefined;
  const read = event.safeParse(JSON.parse(line));
  if (!read.success || read.data.user.username !== user) return undefined;
  const { verb, objectRef, responseStatus, requestReceivedTimestamp } = read.data;
  const { resource, subresource, namespace, name } = objectRef;
  return {
    verb,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    namespace,
    name,
    code: responseStatus.code,
    at: millisecondsOf(requestReceivedTimestamp),
  };
}

/** The log has microseconds, which Date.parse would cut off. */
function millisecondsOf(timestamp: string): number {
  const micros = /\.\d{3}(\d{3})Z$/.exec(timestamp)?.[1] ?? '0';
  return Date.parse(timestamp) + Number(micros) / 1000;
}

/** How often each verb was used; sorted by verb. */
export function countByVerb(requests: readonly AuditedRequest[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { verb } of requests) counts.set(verb, (counts.get(verb) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** GETs and LISTs; but of each Secret and ConfigMap one GET for each instance is free, as its content can be had in no other way. */
export function countReads(requests: readonly AuditedRequest[], instances: number): number {
  const reads = requests.filter(({ verb }) => verb === 'get' || verb === 'list');
  const gets = new Map<string, number>();
  for (const { verb, resource, namespace, name } of reads) {
    const object = `${resource} ${namespace}/${name}`;
    if (verb === 'get' && contentResources.has(resource)) gets.set(object, (gets.get(object) ?? 0) + 1);
  }
  return [...gets.values()].reduce((left, count) => left - Math.min(count, instances), reads.length);
}

const contentResources: ReadonlySet<string> = new Set(['secrets', 'configmaps']);

const writingVerbs: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

export function isWrite({ verb }: AuditedRequest): boolean {
  return writingVerbs.has(verb);
}

/** Whether a request wrote an object that an instance is made of, and succeeded. */
export function isChildWrite(request: AuditedRequest): boolean {
  return (
    isWrite(request) &&
    request.code < 300 &&
    !request.resource.startsWith('interactionservers') &&
    request.resource !== 'events' &&
    request.resource !== 'leases'
  );
}
