// What the program tells the page: nothing here may need Node or a browser.
import type { Standing } from '@ixn/connections';

/** Since when something is as it is. */
export interface Since {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** It was so already when the program began to look. */
  readonly orBefore?: true;
}

/** Somebody who opens connections, or to whom they are opened. */
export interface MapParty {
  readonly id: string;
  readonly label: string;
  readonly role: 'workload' | 'neighbour';
  /** How many pods of a workload are ready; absent where nobody has said. */
  readonly pods?: { readonly ready: number; readonly desired: number };
}

/** One row of the connections table, and how it stands. */
export interface MapRow {
  readonly number: number;
  /** Ids of parties. */
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly classification: string;
  readonly travels: string;
  /** Empty where nobody has said. */
  readonly endpoint: string;
  readonly state: string;
  readonly standing: Standing;
  /** Why, in words. */
  readonly reason: string;
  /** The reason of a check, and what the catalogue says of it. */
  readonly code?: { readonly name: string; readonly meaning: string; readonly remedy: string };
  readonly since: Since;
}

/** How the instance as a whole stands. */
export interface MapReadiness {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Whether what is shown is what the API server has. */
export type MapLink =
  | { readonly kind: 'live' }
  /** The last word of the API server is as old as `sinceMs` says. */
  | { readonly kind: 'stale'; readonly sinceMs: number; readonly why: string }
  /** The resource was deleted. */
  | { readonly kind: 'gone'; readonly sinceMs: number };

/** All that the page shows, at one moment. Times are epoch milliseconds. */
export interface MapView {
  readonly instance: string;
  readonly parties: readonly MapParty[];
  readonly rows: readonly MapRow[];
  readonly ready?: MapReadiness;
  /** Whether the status speaks of the present spec. */
  readonly reported: 'yes' | 'behind' | 'never';
  readonly link: MapLink;
  readonly nowMs: number;
}
