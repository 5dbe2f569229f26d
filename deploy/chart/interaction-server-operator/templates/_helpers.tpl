{{- define "operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- /* At most 52 characters, so that suffixes fit into 63. */ -}}
{{- define "operator.fullname" -}}
{{- $name := include "operator.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "operator.labels" -}}
{{ include "operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "operator.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name is needed where serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "operator.image" -}}
{{- $tag := default .Chart.AppVersion .Values.image.tag -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ $tag }}
{{- end -}}
{{- end -}}

{{- /* Releases of one namespace must not hold one Lease. */ -}}
{{- define "operator.leaseName" -}}
{{- default (include "operator.fullname" .) .Values.settings.leaseName -}}
{{- end -}}

{{- define "operator.httpPort" -}}
{{- int (default 8080 .Values.settings.httpPort) -}}
{{- end -}}

{{- /* The flags, as a YAML list. */ -}}
{{- define "operator.args" -}}
{{- if .Values.namespaces }}
- --namespaces={{ join "," .Values.namespaces }}
{{- end }}
{{- $proxied := eq .Values.metrics.authentication "KubeRBACProxy" }}
{{- range $name, $value := .Values.settings }}
{{- if not (or (kindIs "invalid" $value) (and (eq $name "httpHost") $proxied) (eq $name "leaseName")) }}
- {{ printf "--%s=%s" (kebabcase $name) (toString $value) }}
{{- end }}
{{- end }}
{{- if ne (include "operator.leaseName" .) "interaction-server-operator" }}
- --lease-name={{ include "operator.leaseName" . }}
{{- end }}
{{- if $proxied }}
- --http-host=127.0.0.1
{{- end }}
{{- end -}}

{{- define "operator.subject" -}}
- kind: ServiceAccount
  name: {{ include "operator.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end -}}
