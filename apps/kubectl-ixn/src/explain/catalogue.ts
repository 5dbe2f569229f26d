import { checkReasons, connections, connectionStates, connectionsTable } from '@ixn/connections';
import { conditionReasons, conditionTypes } from '@ixn/interaction-server';
import { failureCategories, failureCodes } from '@ixn/kube-client';
import { problemCodes } from '../problems.ts';

/** One thing that a status, a log or this program may say. */
export interface CatalogueEntry {
  readonly code: string;
  /** What it is, such as `reason of a condition`. */
  readonly kind: string;
  readonly meaning: string;
  /** Sentences that follow: what to do about it, or where it stands. */
  readonly more: readonly string[];
}

/** Everything that can be explained, kind by kind. */
export function catalogue(): readonly CatalogueEntry[] {
  return [
    ...Object.entries(conditionTypes).map(([code, { meaning, stands }]) => {
      return { code, kind: 'condition', meaning, more: [`It stands ${stands}; its reason says more.`] };
    }),
    ...Object.entries(conditionReasons).map(([code, said]) => withRemedy(code, 'reason of a condition', said)),
    ...Object.entries(connectionStates).map(([code, said]) => stateEntry(code, said)),
    ...Object.entries(checkReasons).map(([code, said]) => {
      return withRemedy(code, `reason of a connection that is ${said.state}`, said);
    }),
    ...rowEntries(),
    ...Object.entries(failureCodes).map(([code, { category, meaning }]) => {
      const { remedy } = failureCategories[category];
      return withRemedy(code, 'answer of the API server, or of the way to it', { meaning, remedy });
    }),
    ...Object.entries(problemCodes).map(([code, said]) => withRemedy(code, 'error of kubectl ixn', said)),
  ];
}

interface Said {
  readonly meaning: string;
  readonly remedy: string;
}

function withRemedy(code: string, kind: string, { meaning, remedy }: Said): CatalogueEntry {
  return { code, kind, meaning, more: [`What to do: ${remedy}`] };
}

function stateEntry(code: string, said: Said): CatalogueEntry {
  const entry = withRemedy(code, 'state of a connection', said);
  const reasons = Object.entries(checkReasons).flatMap(([reason, { state }]) => (state === code ? [reason] : []));
  return reasons.length === 0 ? entry : { ...entry, more: [...entry.more, `Its reasons: ${reasons.join(', ')}.`] };
}

/** `row 5`, and so on. */
function rowEntries(): readonly CatalogueEntry[] {
  return connectionsTable(connections).map((row) => ({
    code: `row ${row.number}`,
    kind: 'connection',
    meaning: `${row.source} opens ${row.protocol}, port ${row.port}, to ${row.destination} (${row.classification}): ${row.travels}.`,
    more: [
      ...(row.parameter === '' ? [] : [`In the spec: ${row.parameter}`]),
      ...(row.helmPath === '' ? [] : [`In the vendor’s Helm values: ${row.helmPath}`]),
      'How it stands: kubectl ixn connections',
    ],
  }));
}
