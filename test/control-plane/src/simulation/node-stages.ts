import { type Stage, annotation } from './stage.ts';
import { nodeAnnotations } from './words.ts';

const ready = 'any(.status.conditions[]?; .type == "Ready" and .status == "True")';
const reportsNotReady = `(${annotation(nodeAnnotations.ready)} == "false")`;
const saidNotReady = 'any(.status.conditions[]?; .type == "Ready" and .reason == "KubeletNotReady")';

/** What the kubelet of a simulated node says of itself. That it lives it says by renewing its lease, which kwok does. */
export const nodeStages: readonly Stage[] = [
  {
    name: 'node-is-ready',
    kind: 'Node',
    when: `(${ready} | not) and (${reportsNotReady} | not)`,
    steps: [
      {
        subresource: 'status',
        patch: `{{- $now := Now }}
status:
  conditions:
{{- range NodeConditions }}
  - type: {{ .type | Quote }}
    status: {{ .status | Quote }}
    reason: {{ .reason | Quote }}
    message: {{ .message | Quote }}
    lastHeartbeatTime: {{ $now | Quote }}
    lastTransitionTime: {{ $now | Quote }}
{{- end }}
  daemonEndpoints:
    kubeletEndpoint:
      Port: {{ NodePort }}
`,
      },
    ],
  },
  {
    name: 'node-is-not-ready',
    kind: 'Node',
    when: `${reportsNotReady} and (${saidNotReady} | not)`,
    steps: [
      {
        subresource: 'status',
        patch: `{{- $now := Now }}
status:
  conditions:
  - type: Ready
    status: "False"
    reason: KubeletNotReady
    message: container runtime network not ready
    lastHeartbeatTime: {{ $now | Quote }}
    lastTransitionTime: {{ $now | Quote }}
`,
      },
    ],
  },
];
