import type {
  Blockage,
  ConnectionStanding,
  Plan,
  PlannedField,
  PlannedObject,
  PlannedRestart,
  TouchedConnection,
} from './plan.ts';

/** The longest value that is shown whole, in characters of JSON. */
const maxValueLength = 120;

const marks = { create: '+', change: '~', delete: '-' } as const satisfies Record<PlannedObject['action'], string>;

/**
 * A plan for people, in the manner of a diff: what would be done, in its order, and in the end how much it is. The records of
 * pod templates are left out, as the operator keeps them for itself.
 */
export function planInWords(plan: Plan): string {
  const objects = plan.objects.filter(({ kind }) => kind !== 'ControllerRevision');
  const sections = [
    plan.blocked.map(blockageWords),
    objects.flatMap(objectLines),
    titled('Restarts, in this order:', plan.restarts.map(restartWords)),
    titled('Connections:', plan.connections.map(connectionWords)),
    titled(
      'Secrets and ConfigMaps:',
      plan.references.map(({ workload, subject, words }) => `${workload}: ${subject} ${words}`),
    ),
    [summary({ ...plan, objects })],
  ];
  const title = `InteractionServer ${plan.namespace}/${plan.name}`;
  return `${[[title], ...sections]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function blockageWords({ reason, message, path, object }: Blockage): string {
  return `! ${[object, reason, path, message].filter((part) => part !== undefined).join(': ')}`;
}

function objectLines(object: PlannedObject): readonly string[] {
  const { action, kind, name, cause, problem, fields, byServer } = object;
  const notes = [cause === 'Drift' ? 'puts back what was changed by hand' : undefined, waitingWords(object)];
  const said = notes.filter((note) => note !== undefined);
  const title = `${marks[action]} ${kind} ${name}${said.length > 0 ? ` (${said.join('; ')})` : ''}`;
  const shown = action === 'change' ? fields : [];
  const altered = byServer.filter((field) => 'before' in field);
  return [
    title,
    ...(problem === undefined ? [] : [`    ! ${problem.kind} by the API server: ${problem.message}`]),
    ...shown.flatMap(fieldLines),
    ...altered.map(
      ({ path, before, after }) => `    the API server makes ${shorten(after)} of ${path} ${shorten(before)}`,
    ),
  ];
}

function fieldLines(field: PlannedField): readonly string[] {
  const { path, before, after } = field;
  return [
    ...('before' in field ? [`    - ${path}: ${shorten(before)}`] : []),
    ...('after' in field ? [`    + ${path}: ${shorten(after)}`] : []),
  ];
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= maxValueLength ? text : `${text.slice(0, maxValueLength - 1)}…`;
}

function waitingWords({ waitsFor, partNow }: Pick<PlannedObject, 'waitsFor' | 'partNow'>): string | undefined {
  if (waitsFor === undefined) return undefined;
  const words = `waits for ${waitedFor[waitsFor]}`;
  return partNow === true ? `${words}, but for a part that goes at once` : words;
}

const waitedFor = {
  Resume: 'the end of the pause',
  MaintenanceWindow: 'a maintenance window',
  Approval: 'a word: apply-pending',
  Dependencies: 'connections to answer, as dependencyChecks.gateRolloutOn says',
  Database: 'its database',
  ixnServer: 'ixnServer',
  ixnNode: 'ixnNode',
  ixnVQNode: 'ixnVQNode',
} as const satisfies Record<NonNullable<PlannedObject['waitsFor']>, string>;

const causes = {
  SpecChanged: 'as the spec says',
  ReferencesChanged: 'as a Secret or ConfigMap that it reads has changed',
  OperatorUpdated: 'as this version of the operator makes its pods otherwise',
  Drift: 'as its pods were changed by hand',
} as const satisfies Record<PlannedRestart['cause'], string>;

function restartWords(restart: PlannedRestart, index: number): string {
  const { workload, cause, interrupts } = restart;
  const noun = interrupts.length === 1 ? 'connection' : 'connections';
  const ends = interrupts.length === 0 ? '' : `; interrupts ${noun} ${interrupts.join(', ')}`;
  return `${index + 1}. ${workload} ${restartTime(restart)}, ${causes[cause]}${ends}`;
}

function restartTime({ waitsFor, opensAt }: PlannedRestart): string {
  if (waitsFor === undefined) return 'at once';
  switch (waitsFor) {
    case 'Resume':
      return 'when the pause ends';
    case 'MaintenanceWindow':
      return opensAt === undefined
        ? 'in a maintenance window, of which none opens any more'
        : `in the maintenance window of ${opensAt}`;
    case 'Approval':
      return 'when apply-pending says so';
    case 'Dependencies':
      return 'when the connections of dependencyChecks.gateRolloutOn answer';
    case 'Database':
      return 'when its database is provisioned';
    case 'ixnServer':
    case 'ixnNode':
    case 'ixnVQNode':
      return `when ${waitsFor} is through`;
  }
}

function connectionWords({ number, before, after }: TouchedConnection): string {
  return before === undefined
    ? `${number}: ${standingWords(after)}`
    : `${number}: ${standingWords(before)} -> ${standingWords(after)}`;
}

function standingWords({ state, endpoint, open }: ConnectionStanding): string {
  return [state, endpoint, open === true ? '(open to everybody)' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

function summary({ blocked, objects, restarts }: Plan): string {
  if (blocked.some(({ object }) => object === undefined)) return 'Nothing would be done.';
  const count = (action: PlannedObject['action']) => objects.filter((object) => object.action === action).length;
  if (objects.length === 0) return 'Nothing would change.';
  const [created, changed, deleted] = [count('create'), count('change'), count('delete')];
  return `${created} to create, ${changed} to change, ${deleted} to delete, ${restarts.length} to restart.`;
}
