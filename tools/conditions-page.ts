import { type RecordedStatus, recordedStates } from '@ixn/golden-tests';
import { conditionReasons, conditionTypes } from '@ixn/interaction-server';
import { page, table, wrap } from './markdown.ts';

/** docs/conditions.md: what each condition and each reason means, and which of them stand in which state. */
export function conditionsPage(): string {
  return page('libs/interaction-server/src/conditions.ts and test/golden', [
    '# Conditions',
    wrap(
      'The status of an InteractionServer says in conditions how it stands. Each has a reason, which this page explains, ' +
        'and a message for people. `kubectl wait --for=condition=Ready` waits for Ready; tools that compute kstatus, such ' +
        'as Flux, Helm 4 and kpt, wait while it is InProgress, go on at Current and give up at Failed. [Troubleshooting](how-to/troubleshooting.md) says ' +
        'where to look first.',
    ),
    wrap(
      '`observedGeneration` is the generation of the spec that the status speaks of; on a resource that nobody has looked ' +
        'at it is -1. `lastTransitionTime` moves only when the status of the condition does.',
    ),
    '## Types',
    table(['type', 'stands', 'means'], typeRows()),
    '## States',
    wrap(
      'Which conditions stand in which state, the reason of Ready, and what kstatus makes of it; a dash where a condition ' +
        'does not stand. While nothing has been done for an instance yet it has no Available, nor the conditions of its ' +
        'workloads.',
    ),
    table(['an instance that', ...stateColumns, 'reason', 'kstatus'], recordedStates.map(stateRow)),
    '## Reasons',
    wrap(
      'DependenciesReachable has further reasons, those of the checks: see [errors](errors.md#a-dependency-does-not-answer).',
    ),
    ...Object.entries(conditionReasons).flatMap(([reason, { meaning, remedy }]) => [
      `### ${reason}`,
      wrap(meaning),
      wrap(`What to do: ${remedy}`),
    ]),
  ]);
}

const stateColumns = ['Ready', 'Available', 'Reconciling', 'Stalled', 'UpdatePending'] as const;

function typeRows() {
  return Object.entries(conditionTypes).map(([type, { stands, meaning }]) => [type, stands, meaning]);
}

function stateRow({ state, kstatus, resource }: RecordedStatus): readonly string[] {
  const of = (type: string) => resource.status.conditions?.find((condition) => condition.type === type);
  return [state, ...stateColumns.map((type) => of(type)?.status ?? '–'), of('Ready')?.reason ?? '–', kstatus];
}
