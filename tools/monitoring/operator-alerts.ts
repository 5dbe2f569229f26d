import { type Alert, steadily } from './alert.ts';

const broken = 'state=~"Unreachable|AuthenticationFailed"';

/** What the operator says of itself, and of all instances together. */
export const operatorAlerts: readonly Alert[] = [
  {
    name: 'IxnOperatorNotWorking',
    expr: '(max(ixn_operator_leading) or vector(0)) == 0',
    for: '5m',
    severity: 'critical',
    summary: 'No operator works: changes of InteractionServers have no effect. What runs, runs on.',
    remedy: 'Look at the pods of the operator and at their logs, and whether Prometheus reads their metrics.',
    firing: { 'ixn_operator_leading{pod="a"}': steadily(0) },
    quiet: { 'ixn_operator_leading{pod="a"}': steadily(0), 'ixn_operator_leading{pod="b"}': steadily(1) },
  },
  {
    name: 'IxnOperatorWatchSilent',
    expr: 'max by (namespace, pod) (ixn_operator_watch_last_event_age_seconds) > 300',
    for: '2m',
    severity: 'warning',
    summary: 'A watch of {{ $labels.namespace }}/{{ $labels.pod }} has given no sign of life for over five minutes.',
    remedy: 'Its liveness probe restarts it; if that does not help, look at the API server.',
    firing: { 'ixn_operator_watch_last_event_age_seconds{pod="a"}': steadily(400) },
    quiet: { 'ixn_operator_watch_last_event_age_seconds{pod="a"}': steadily(120) },
  },
  {
    name: 'IxnOperatorRetrying',
    expr: 'sum(ixn_operator_retrying) > 0',
    for: '15m',
    severity: 'warning',
    summary: '{{ $value }} InteractionServers could not be worked on for 15 minutes; they are tried again and again.',
    remedy: 'Their status says why and when they are tried again; ixn_operator_retry_delay_seconds counts the causes.',
    firing: { 'ixn_operator_retrying{pod="a"}': steadily(2) },
    quiet: { 'ixn_operator_retrying{pod="a"}': '2x10 0x1500' },
  },
  {
    name: 'IxnOperatorBehind',
    expr: 'min_over_time(ixn_operator_queue_depth[10m]) > 0',
    for: '5m',
    severity: 'warning',
    summary: 'The operator falls behind: instances wait for a worker for over ten minutes.',
    remedy: 'Look at its CPU limit, at --workers, and at how long the API server takes.',
    firing: { 'ixn_operator_queue_depth{pod="a"}': steadily(5) },
    quiet: { 'ixn_operator_queue_depth{pod="a"}': '5x8 0 5x8 0 5x8 0x1500' },
  },
  {
    name: 'IxnOperatorThrows',
    expr: 'increase(ixn_operator_reconcile_duration_seconds_count{outcome="threw"}[15m]) > 0',
    for: '0m',
    severity: 'warning',
    summary:
      'The operator met with a bug of its own: {{ $labels.namespace }}/{{ $labels.pod }} has the stack in its log.',
    remedy: 'Report it, with the log.',
    firing: { 'ixn_operator_reconcile_duration_seconds_count{outcome="threw",pod="a"}': '0+1x1500' },
    quiet: { 'ixn_operator_reconcile_duration_seconds_count{outcome="done",pod="a"}': '0+1x1500' },
  },
  {
    name: 'IxnOperatorForbidden',
    expr: 'sum by (verb, resource) (increase(ixn_operator_kube_request_duration_seconds_count{code="403"}[15m])) > 0',
    for: '0m',
    severity: 'warning',
    summary: 'The operator may not {{ $labels.verb }} {{ $labels.resource }}.',
    remedy: 'Give it the rights of deploy/operator; after an upgrade apply its roles, too.',
    firing: {
      'ixn_operator_kube_request_duration_seconds_count{code="403",verb="apply",resource="services"}': '0+1x1500',
    },
    quiet: {
      'ixn_operator_kube_request_duration_seconds_count{code="200",verb="apply",resource="services"}': '0+1x1500',
    },
  },
  {
    name: 'IxnUpdatePaused',
    expr: 'sum(ixn_operator_updates_pending{reason="Paused"}) > 0',
    for: '1d',
    severity: 'info',
    summary: 'A pause holds changes of {{ $value }} InteractionServers back for a day: it may have been forgotten.',
    remedy: 'End it: the annotation ixn.operators.dev/pause, or spec.updatePolicy.pause.',
    firing: { 'ixn_operator_updates_pending{reason="Paused",pod="a"}': steadily(1) },
    quiet: { 'ixn_operator_updates_pending{reason="Paused",pod="a"}': '1x600 0x900' },
  },
  {
    name: 'IxnDependencyDown',
    expr: `sum by (row) (ixn_operator_dependency_instances{${broken}}) > 0`,
    for: '10m',
    severity: 'warning',
    summary: 'Connection {{ $labels.row }} of the connections table does not work for {{ $value }} InteractionServers.',
    remedy: 'The condition DependenciesReachable and status.connections of each say why.',
    firing: { 'ixn_operator_dependency_instances{row="16",state="Unreachable",pod="a"}': steadily(1) },
    quiet: {
      'ixn_operator_dependency_instances{row="16",state="Reachable",pod="a"}': steadily(9),
      'ixn_operator_dependency_instances{row="16",state="Unreachable",pod="a"}': '1x5 0x1500',
    },
  },
  {
    name: 'IxnCertificateExpiring',
    expr: 'sum by (row) (ixn_operator_dependency_instances{state="CertificateExpiring"}) > 0',
    for: '1h',
    severity: 'warning',
    summary:
      'A certificate on connection {{ $labels.row }} expires within 14 days, for {{ $value }} InteractionServers.',
    remedy: 'Renew it; status.connections says which server shows it.',
    firing: { 'ixn_operator_dependency_instances{row="15",state="CertificateExpiring",pod="a"}': steadily(1) },
    quiet: { 'ixn_operator_dependency_instances{row="15",state="Reachable",pod="a"}': steadily(1) },
  },
];
