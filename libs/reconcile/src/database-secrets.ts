import type { Workload } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import {
  credentialsReference,
  type Database,
  databaseReferences,
  databasesOf,
  isProvisioned,
  type Reference,
} from '@ixn/manifests';
import type { DatabaseSecrets } from '@ixn/rollout';
import type { Found } from './references.ts';
import { type Shortcoming, shortcomingsOf } from './shortcomings.ts';

/** What is read to provision the databases of an instance: of the others, too, the roles. Nothing where none is provisioned. */
export function databaseReferencesOf({ spec }: InteractionServer): readonly Reference[] {
  const databases = databasesOf(spec);
  return databases.some(isProvisioned) ? databases.flatMap(referencesOf) : [];
}

/**
 * What was found of the Secrets of each database. `missing` tells what the pods of a workload that exists lack: they keep
 * what they have then, and so does their role.
 */
export function databaseSecretsOf(
  { spec }: InteractionServer,
  found: readonly Found[],
  missing: (workload: Workload) => Shortcoming | undefined,
): readonly DatabaseSecrets[] {
  const lookUp = (reference: Reference) => found.find((one) => isSame(one.reference, reference));
  return databasesOf(spec).map((database): DatabaseSecrets => {
    const { number, workload } = database;
    const credentials = lookUp(credentialsReference(database));
    const access = referencesOf(database).slice(1).map(lookUp);
    const lacks = missing(workload);
    const shortcomings = [credentials, ...access].flatMap((one) => (one === undefined ? [] : shortcomingsOf(one)));
    const [shortcoming] = [...(lacks === undefined ? [] : [lacks]), ...shortcomings];
    const digests = access.flatMap((one) => digestOf(one) ?? []);
    return {
      number,
      credentials: lacks === undefined ? digestOf(credentials) : undefined,
      access: digests.length === access.length ? digests : undefined,
      problem: shortcoming && problemOf(shortcoming, database),
      role: roleOf(credentials),
    };
  });
}

/** The credentials first; the others are read by the Job of a database that is provisioned. */
function referencesOf(database: Database): readonly Reference[] {
  if (!isProvisioned(database)) return [credentialsReference(database)];
  const { credentials, admin, ca } = databaseReferences(database);
  return [credentials, admin, ...(ca === undefined ? [] : [ca])];
}

function isSame(one: Reference, other: Reference): boolean {
  return one.kind === other.kind && one.name === other.name && String(one.keys) === String(other.keys);
}

/** Undefined while something of it is not there. */
function digestOf(found: Found | undefined): string | undefined {
  if (found?.observed.kind !== 'found' || found.observed.missingKeys.length > 0) return undefined;
  return found.observed.digest;
}

function roleOf(found: Found | undefined): DatabaseSecrets['role'] {
  const { username, password } = (found?.observed.kind === 'found' ? found.observed.values : undefined) ?? {};
  return username === undefined || password === undefined ? undefined : { username, password };
}

function problemOf({ reason, subject, words }: Shortcoming, { name }: Database): DatabaseSecrets['problem'] {
  return { reason, message: `${subject}, with which database ${name} is provisioned, ${words}` };
}
