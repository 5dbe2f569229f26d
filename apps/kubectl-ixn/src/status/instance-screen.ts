import { parties } from '@ixn/connections';
import { type InteractionServerStatus, parse, type PendingChange } from '@ixn/interaction-server';
import type { Instance } from '../cluster/instance.ts';
import { columns } from '../table.ts';
import { agoInWords, inInWords } from './time-in-words.ts';

/** All that is reported of an instance, for one screen. */
export function instanceScreen(instance: Instance, nowMs: number): string {
  const { namespace, name, object, status } = instance;
  const { generation = 0, creationTimestamp = '' } = object.metadata;
  const title = `InteractionServer ${namespace}/${name}, made ${agoInWords(creationTimestamp, nowMs)}\n`;
  if (status === undefined || status.observedGeneration < 0) {
    return `${title}\nNo operator has looked at it yet.\n`;
  }
  const behind =
    status.observedGeneration < generation ? 'The operator has not looked at the last change of it yet.\n' : '';
  const sections = [
    title + behind + pauseLine(instance),
    workloadTable(status),
    conditionTable(status, nowMs),
    pendingSection(status, nowMs),
    connectionLine(status),
    status.nextTry === undefined ? '' : `What has failed is tried again ${inInWords(status.nextTry, nowMs)}.\n`,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function pauseLine({ object }: Instance): string {
  const parsed = parse(object);
  const pause = parsed.ok ? parsed.value.directives.pause : 'None';
  switch (pause) {
    case 'None':
      return '';
    case 'Disruptive':
      return 'Paused: pods that run are not replaced.\n';
    case 'All':
      return 'Paused: the operator observes and reports only.\n';
  }
}

function workloadTable({ workloads = [] }: InteractionServerStatus): string {
  if (workloads.length === 0) return '';
  const rows = workloads.map(({ name, ready, desired, updated, settled, image }) => {
    const rollout = settled ? '' : 'rolling out';
    return [parties[name].label, `${ready}/${desired}`, String(updated), image, rollout];
  });
  return columns([['WORKLOAD', 'READY', 'UPDATED', 'IMAGE', ''], ...rows]);
}

function conditionTable({ conditions = [] }: InteractionServerStatus, nowMs: number): string {
  if (conditions.length === 0) return '';
  const rows = conditions.map(({ type, status, reason, lastTransitionTime, message }) => {
    return [type, status, reason, agoInWords(lastTransitionTime, nowMs), message];
  });
  return columns([['CONDITION', 'STATUS', 'REASON', 'SINCE', 'MESSAGE'], ...rows]);
}

function pendingSection({ pending }: InteractionServerStatus, nowMs: number): string {
  if (pending === undefined) return '';
  const { id, changes, nextWindow } = pending;
  const rows = changes.map((change) => [
    change.object,
    change.cause,
    waitingWords(change),
    (change.fields ?? []).join(', '),
  ]);
  const window =
    nextWindow === undefined ? '' : `Next maintenance window: ${nextWindow}, ${inInWords(nextWindow, nowMs)}.\n`;
  return `${columns([[`WAITING (${id})`, 'CAUSE', 'FOR', 'FIELDS'], ...rows])}${window}`;
}

function waitingWords({ waitsFor }: PendingChange): string {
  switch (waitsFor) {
    case 'Resume':
      return 'the end of the pause';
    case 'MaintenanceWindow':
      return 'a maintenance window';
    case 'Approval':
      return 'a word: apply-pending';
    case 'Dependencies':
      return 'connections to answer';
    case 'Database':
      return 'its database';
    case 'ixnServer':
    case 'ixnNode':
    case 'ixnVQNode':
      return parties[waitsFor].label;
  }
}

function connectionLine({ connections = [] }: InteractionServerStatus): string {
  if (connections.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { state } of connections) counts.set(state, (counts.get(state) ?? 0) + 1);
  const words = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  return `Connections: ${words}.\n`;
}
