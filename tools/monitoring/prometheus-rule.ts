import { stringify } from 'yaml';
import type { Alert } from './alert.ts';
import { instanceAlerts } from './instance-alerts.ts';
import { operatorAlerts } from './operator-alerts.ts';

/** Every alert, by the group of rules that it is in. */
export const alertGroups: Readonly<Record<string, readonly Alert[]>> = {
  'interaction-server': instanceAlerts,
  'interaction-server-operator': operatorAlerts,
};

/** The groups as Prometheus reads them from a file, and a PrometheusRule has them as its spec. */
export function ruleGroups(): object {
  const groups = Object.entries(alertGroups).map(([name, alerts]) => ({
    name,
    rules: alerts.map((alert) => ({
      alert: alert.name,
      expr: alert.expr,
      for: alert.for,
      labels: { severity: alert.severity },
      annotations: { summary: alert.summary, description: alert.remedy },
    })),
  }));
  return { groups };
}

/** deploy/monitoring/prometheus-rule.yaml. */
export function prometheusRule(): string {
  const labels = { 'app.kubernetes.io/name': 'interaction-server-operator' };
  const metadata = { name: 'interaction-server-operator', namespace: 'ixn-operator', labels };
  return yaml({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata, spec: ruleGroups() });
}

/** The same for the chart; what Prometheus fills in later, Helm must leave alone. */
export function prometheusRuleTemplate(): string {
  const groups = yaml(ruleGroups()).replaceAll(/\{\{ (\$[^}]*) \}\}/g, '{{ "{{ $1 }}" }}');
  return `{{- if .Values.metrics.prometheusRule.enabled }}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "operator.fullname" . }}
  namespace: {{ .Release.Namespace }}
  labels:
    {{- include "operator.labels" . | nindent 4 }}
    {{- with .Values.metrics.prometheusRule.labels }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
${groups.replaceAll(/^(?=.)/gm, '  ')}{{- end }}
`;
}

function yaml(value: object): string {
  return stringify(value, { lineWidth: 0, defaultStringType: 'PLAIN' });
}
