import { imageTags, podAnnotations } from './words.ts';

/** A tag at the end of an image reference, or before its digest. */
export function tagPattern(tag: string): string {
  return `:${tag}(@|$)`;
}

/**
 * The Go template of a patch that gives a pod the status which its kubelet would report: made from the images and
 * annotations of the pod and from the status before (restarts are counted on). At the start it also assigns the
 * addresses and reports the init containers.
 */
export function podStatusTemplate(moment: 'start' | 'later'): string {
  return `${containerTemplate}${flags(moment)}
metadata:
  uid: {{ .metadata.uid | Quote }}
status:
  phase: {{ if $pending }}Pending{{ else }}Running{{ end }}
${moment === 'start' ? addresses : ''}
  conditions:
${moment === 'start' ? initializedCondition : ''}
{{- range list "Ready" "ContainersReady" }}
  - type: {{ . }}
    lastTransitionTime: {{ $now | Quote }}
{{- if $unready }}
    status: "False"
    reason: ContainersNotReady
    message: 'containers with unready status: [{{ join " " $unready }}]'
{{- else }}
    status: "True"
    reason: null
    message: null
{{- end }}
{{- end }}
${moment === 'start' ? initContainers : ''}
  containerStatuses:
{{- range .spec.containers }}
{{ template "container" (dict "spec" . "statuses" $statuses "now" $now "crash" $crash "loops" $loops "blocked" $blocked
  "ready" (not (has .name $unready)) "started" $started) }}
{{- end }}
`;
}

/** The Go template of a patch that ends all containers of a pod, which then has run to its end. */
export function podEndTemplate(cause: 'completion' | 'deletion'): string {
  const crashed = `{{- $crash := get (default dict .metadata.annotations) "${podAnnotations.crash}" }}`;
  return `${cause === 'completion' ? crashed : '{{- $crash := "" }}'}
{{- $now := Now }}
metadata:
  uid: {{ .metadata.uid | Quote }}
status:
  phase: {{ if $crash }}Failed{{ else }}Succeeded{{ end }}
  conditions:
{{- range list "Ready" "ContainersReady" }}
  - type: {{ . }}
    lastTransitionTime: {{ $now | Quote }}
    status: "False"
    reason: PodCompleted
{{- end }}
  containerStatuses:
{{- range .spec.containers }}
  - name: {{ .name | Quote }}
    image: {{ .image | Quote }}
    ready: false
    started: false
    restartCount: 0
    state: {terminated: {${terminated}, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
{{- end }}
`;
}

/** How a container ended, told by $crash: an exit code, the word OOMKilled, or nothing. */
const terminated = `exitCode: {{ if eq $crash "OOMKilled" }}137{{ else }}{{ default "0" $crash }}{{ end }}, reason: {{
  if eq $crash "OOMKilled" }}OOMKilled{{ else if $crash }}Error{{ else }}Completed{{ end }}`;

const containerTemplate = `{{- define "container" }}
{{- $spec := .spec }}{{- $old := dict }}
{{- range .statuses }}{{ if eq .name $spec.name }}{{ $old = . }}{{ end }}{{ end }}
{{- $restarts := int (toString (default 0 $old.restartCount)) }}
{{- $crash := .crash }}
{{- if and (not $crash) (regexMatch "${tagPattern(imageTags.crashing)}" .spec.image) }}{{ $crash = "1" }}{{ end }}
{{- if not .loops }}{{ $crash = "" }}{{ end }}
  - name: {{ .spec.name | Quote }}
    image: {{ .spec.image | Quote }}
{{- if .blocked }}
    ready: false
    started: false
    restartCount: 0
    state: {waiting: {reason: PodInitializing}}
{{- else if regexMatch "${tagPattern(imageTags.missing)}" .spec.image }}
    ready: false
    started: false
    restartCount: {{ $restarts }}
    state: {waiting: {reason: ImagePullBackOff, message: {{ printf "Back-off pulling image %q" .spec.image | Quote }}}}
{{- else if $crash }}
    ready: false
    started: false
    restartCount: {{ add1 $restarts }}
    state: {waiting: {reason: CrashLoopBackOff, message: {{
      printf "back-off 10s restarting failed container=%s" .spec.name | Quote }}}}
    lastState: {terminated: {${terminated}, startedAt: {{ .now | Quote }}, finishedAt: {{ .now | Quote }}}}
{{- else }}
    ready: {{ .ready }}
    started: {{ .started }}
    restartCount: {{ $restarts }}
    state: {running: {startedAt: {{ dig "state" "running" "startedAt" .now $old | Quote }}}}
    lastState: {{ toJson (default dict $old.lastState) }}
{{- end }}
{{- end }}`;

function flags(moment: 'start' | 'later'): string {
  const readyLater = moment === 'start' ? `(hasKey $notes "${podAnnotations.readyAfter}")` : 'false';
  return `
{{- $now := Now }}
{{- $notes := default dict .metadata.annotations }}
{{- $statuses := default list .status.containerStatuses }}
{{- $crash := get $notes "${podAnnotations.crash}" }}
{{- $loops := ne .spec.restartPolicy "Never" }}
{{- $started := ne (get $notes "${podAnnotations.started}") "false" }}
{{- $probesFail := or (not $started) (eq (get $notes "${podAnnotations.ready}") "false") ${readyLater} }}
{{- $blocked := false }}
{{- range .spec.initContainers }}
{{- if regexMatch "${tagPattern(imageTags.missing)}" .image }}{{ $blocked = true }}{{ end }}
{{- end }}
{{- $pending := $blocked }}
{{- $unready := list }}
{{- range .spec.containers }}
{{- $missing := regexMatch "${tagPattern(imageTags.missing)}" .image }}
{{- if $missing }}{{ $pending = true }}{{ end }}
{{- $crashes := and $loops (or $crash (regexMatch "${tagPattern(imageTags.crashing)}" .image)) }}
{{- if or $blocked $missing $crashes $probesFail }}{{ $unready = append $unready .name }}{{ end }}
{{- end }}`;
}

const addresses = `{{- $podIP := PodIPWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace }}
{{- $hostIP := NodeIPWith .spec.nodeName }}
  startTime: {{ $now | Quote }}
  hostIP: {{ $hostIP | Quote }}
  hostIPs: [{ip: {{ $hostIP | Quote }}}]
  podIP: {{ $podIP | Quote }}
  podIPs: [{ip: {{ $podIP | Quote }}}]`;

const initializedCondition = `  - type: Initialized
    lastTransitionTime: {{ $now | Quote }}
    status: {{ if $blocked }}"False"{{ else }}"True"{{ end }}`;

const initContainers = `{{- if .spec.initContainers }}
  initContainerStatuses:
{{- range .spec.initContainers }}
  - name: {{ .name | Quote }}
    image: {{ .image | Quote }}
    restartCount: 0
{{- if regexMatch "${tagPattern(imageTags.missing)}" .image }}
    ready: false
    started: false
    state: {waiting: {reason: ImagePullBackOff, message: {{ printf "Back-off pulling image %q" .image | Quote }}}}
{{- else if eq (toString .restartPolicy) "Always" }}
    ready: true
    started: true
    state: {running: {startedAt: {{ $now | Quote }}}}
{{- else }}
    ready: true
    started: false
    state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
{{- end }}
{{- end }}
{{- end }}`;
