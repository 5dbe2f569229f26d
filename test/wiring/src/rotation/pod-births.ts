import type { Postgres } from '@ixn/backing-services';
import { secretOf } from '@ixn/dependency-checks';
import { checkOf, reasonOf } from '../check.ts';
import { authority } from '../failures.ts';
import type { Scene } from '../operator/scene.ts';
import type { PodWatch } from './pod-watch.ts';
import { readSecret } from './read-secret.ts';

/** A workload with a database, and every password that its Secret ever has. */
export interface Side {
  readonly component: string;
  readonly secret: string;
  readonly username: string;
  readonly database: string;
  readonly passwords: Readonly<Record<string, string>>;
}

/** What was so when a pod came to be; passwords by the names that the side has for them. */
export interface Birth {
  readonly component: string;
  /** The password in the Secret. */
  readonly given: string | undefined;
  /** What the server said to a login with each password. */
  readonly logins: Readonly<Record<string, string>>;
}

export interface BirthRecord {
  /** Of every pod of the sides that was there so far. */
  all(): Promise<readonly Birth[]>;
  /** The most pods of a component that were there at the same time, those that end among them. */
  most(component: string): number;
}

/** Tries, at the moment at which each pod of a side comes to be, to log in as that would. */
export function recordBirths(
  scene: Scene,
  { store }: PodWatch,
  postgres: Postgres,
  sides: readonly Side[],
): BirthRecord {
  const births: Promise<Birth>[] = [];
  const most = new Map<string, number>();
  store.subscribe((change) => {
    if (change.kind !== 'added') return;
    const { component } = change.after;
    const { length } = store.list().filter((pod) => pod.component === component);
    most.set(component, Math.max(length, most.get(component) ?? 0));
    const side = sides.find((one) => one.component === component);
    if (side !== undefined) births.push(birthOf(scene, postgres, side));
  });
  return { all: () => Promise.all(births), most: (component) => most.get(component) ?? 0 };
}

async function birthOf(scene: Scene, postgres: Postgres, side: Side): Promise<Birth> {
  const { component, secret, passwords } = side;
  const { password } = await readSecret(scene, secret);
  const given = Object.keys(passwords).find((name) => passwords[name] === password);
  return { component, given, logins: await loginsOf(postgres, side) };
}

/** What the server says to a login with each password of a side. */
export async function loginsOf(
  postgres: Postgres,
  { username, database, passwords }: Side,
): Promise<Readonly<Record<string, string>>> {
  const answers = Object.entries(passwords).map(async ([name, password]) => {
    const login = { username: secretOf(username), password: secretOf(password), database };
    const tls = { mode: 'verify-full', authority: authority.certificate } as const;
    const check = checkOf(postgres.port, { kind: 'postgresql', login }, { host: 'localhost', tls });
    return [name, await reasonOf(check)] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}
