{{- define "ixn.labels" -}}
app.kubernetes.io/name: ixn
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "ixn.podSecurity" -}}
runAsNonRoot: true
runAsUser: 500
runAsGroup: 500
fsGroup: 500
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "ixn.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
{{- end }}

{{- /* dict: values, and ports of the workload */}}
{{- define "ixn.identity" -}}
- { name: TENANT_ID, value: {{ .values.tenant.id | quote }} }
- { name: TENANT_SID, value: {{ .values.tenant.sid | quote }} }
- { name: DEFAULT_PORT, value: {{ .ports.default | quote }} }
- { name: HEALTH_PORT, value: {{ .ports.health | quote }} }
{{- end }}

{{- define "ixn.database" -}}
- { name: DB_ENGINE, value: {{ .engine | quote }} }
- { name: DB_HOST, value: {{ .host | quote }} }
- { name: DB_PORT, value: {{ .port | quote }} }
- { name: DB_NAME, value: {{ .name | quote }} }
{{- end }}

{{- define "ixn.healthProbe" -}}
httpGet: { path: /health, port: {{ .health }} }
periodSeconds: 1
{{- end }}

{{- define "ixn.serverEnv" -}}
{{- $server := .Values.ixnService.ixnServer }}
{{- include "ixn.identity" (dict "values" .Values "ports" $server.ports) }}
{{ include "ixn.database" (dict "engine" $server.db.engine "host" $server.db.host "port" $server.db.port "name" (tpl $server.db.name .)) }}
- { name: CONF_SERVER_HOST, value: {{ $server.confServer.host | quote }} }
- { name: CONF_SERVER_PORT, value: {{ $server.confServer.port | quote }} }
- { name: CONF_SERVER_APP_NAME, value: {{ $server.confServer.appName | quote }} }
{{- end }}

{{- define "ixn.nodeEnv" -}}
{{- $node := .Values.ixnService.ixnNode }}
{{- include "ixn.identity" (dict "values" .Values "ports" $node.ports) }}
{{ include "ixn.database" (dict "engine" $node.db.engine "host" $node.db.host "port" $node.db.port "name" (tpl $node.db.name .)) }}
- { name: DB_SSL_MODE, value: {{ ternary "require" "disable" $node.db.options.ssl }} }
- { name: IXN_HOST, value: 127.0.0.1 }
- { name: IXN_PORT, value: {{ .Values.ixnService.ixnServer.ports.default | quote }} }
- { name: CONFIG_NODE_HOST, value: {{ $node.configNode.host | quote }} }
- { name: CONFIG_NODE_PORT, value: {{ $node.configNode.port | quote }} }
- name: CONSUL_HOST
  {{- toYaml $node.consul.host | nindent 2 }}
- { name: CONSUL_PORT, value: {{ $node.consul.port | quote }} }
- { name: CONSUL_SSL_MODE, value: {{ $node.consul.sslMode | quote }} }
{{- $nodes := list }}
{{- range $node.redis }}{{ $nodes = append $nodes (printf "%s:%v" .host .port) }}{{ end }}
- { name: REDIS_NODES, value: {{ join "," $nodes | quote }} }
- { name: REDIS_CLUSTER, value: {{ (first $node.redis).is_redis_cluster | quote }} }
- { name: REDIS_TLS, value: {{ hasKey $node.redisOptions "tls" | quote }} }
{{- end }}

{{- define "ixn.secretName" -}}
{{- tpl .secrets.db.secretName .root }}
{{- end }}

{{- define "ixn.logClaim" -}}
{{- $storage := .Values.ixnService.ixnServer.logStorage -}}
accessModes: [ReadWriteOnce]
{{- with $storage.storageClassName }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests: { storage: {{ $storage.storageSize }} }
{{- end }}
