import type { Command, Positional } from './command.ts';
import { fileOption, outputOption } from './options.ts';

const instance: Positional = {
  name: 'NAME',
  help: 'name of the InteractionServer; may be left out where the namespace has one',
  completes: 'instances',
};

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  {
    name: 'status',
    summary: 'how an instance stands, on one screen',
    details:
      'Shows what the operator reports of an InteractionServer: its workloads, conditions, changes that wait with the next maintenance window, and a line on its connections. Without a NAME and with several instances in the namespace, one line for each. It ends with 0 whatever the state; `kubectl wait` waits for one.',
    positional: instance,
    options: [{ name: 'all-namespaces', short: 'A', help: 'one line for each instance of all namespaces' }],
    asksCluster: true,
    examples: [
      ['status tenant-100 -n voice', 'one instance'],
      ['status -A', 'all of them, a line each'],
    ],
    load: async () => (await import('../status/status.ts')).status,
  },
  {
    name: 'connections',
    summary: 'the nineteen connections of an instance: where each leads, its state, and why',
    details:
      'Shows each row of the connections table for an instance as its status has it: who opens it to whom, where it leads, its state, and the reason for that.',
    positional: instance,
    options: [outputOption(['table', 'json', 'mermaid'], 'table (default), JSON, or a Mermaid flowchart')],
    asksCluster: true,
    examples: [
      ['connections tenant-100', 'as a table'],
      ['connections -o mermaid', 'as a diagram for a Markdown page'],
    ],
    load: async () => (await import('../connections/connections.ts')).showConnections,
  },
  {
    name: 'map',
    summary: 'the same as a picture in the browser, which changes as they do',
    details:
      'Serves a page that shows the connections of an instance as its status has them: who opens each to whom, where it leads, its state and why, since when, and every change as it happens. It is there for the browser of this machine alone, at an address that nobody else knows; it shows no secret. When the API server cannot be asked, the page says since when what it shows is old. The browser is opened where the output is a terminal with a desktop. It goes on until Ctrl-C, and then ends with 0.',
    positional: instance,
    options: [
      { name: 'port', value: 'PORT', help: 'port of 127.0.0.1 to serve the page on; one that is free when absent' },
      { name: 'open', help: 'open the browser, also where the output is no terminal' },
      { name: 'no-open', help: 'open no browser' },
    ],
    asksCluster: true,
    examples: [
      ['map tenant-100 -n voice', 'in the browser of this desktop'],
      ['map tenant-100 --no-open --port 8119', 'for a tunnel from another machine'],
    ],
    load: async () => (await import('../map/map.ts')).map,
  },
  {
    name: 'plan',
    summary: 'what a changed resource would do, before it is applied',
    details:
      'Says which objects would be made, changed and deleted, which fields differ, which workloads would restart, in which order and when, and which connections it touches. It asks the API server by dry runs and writes nothing. It needs the rights to read what the operator reads and to patch what it writes, and is right for the operator of its own version. Ends with 1 when a resource would be refused or nothing would be done for it.',
    options: [fileOption, outputOption(['text', 'json'], 'text (default) or JSON, a list of plans')],
    asksCluster: true,
    examples: [['plan -f tenant-100.yaml', 'what applying the file would do']],
    load: async () => (await import('../plan.ts')).plan,
  },
  {
    name: 'render',
    summary: 'the objects that the operator would make, without a cluster',
    details:
      'Writes the Kubernetes objects of an InteractionServer as YAML, in the order in which the operator applies them. No cluster is asked: owner references have a UID of zeros, no annotation tells of the contents of Secrets, and podTemplate is merged as Kubernetes 1.36 merges it.',
    options: [
      fileOption,
      { name: 'pod-monitors', help: 'as for a cluster that knows the kind PodMonitor' },
      { name: 'namespace', short: 'n', value: 'NAME', help: 'namespace of resources that name none; default' },
    ],
    asksCluster: false,
    examples: [['render -f tenant-100.yaml > objects.yaml', 'all objects of the resource']],
    load: async () => (await import('../render/render.ts')).render,
  },
  {
    name: 'explain',
    summary: 'what a condition, a reason, a connection or an error code means, and what to do',
    details:
      'Explains a condition, a reason, the state of a connection or a code as the status, the log or this program gives it, and each row of the connections table. Without a CODE it lists them all.',
    positional: {
      name: 'CODE',
      help: 'such as ImagePullBackOff or row 5, in any case',
      words: true,
      completes: 'codes',
    },
    options: [],
    asksCluster: false,
    examples: [
      ['explain WaitingForWindow', 'one reason'],
      ['explain row 5', 'a connection'],
      ['explain', 'the list'],
    ],
    load: async () => (await import('../explain/explain.ts')).explain,
  },
  {
    name: 'apply-pending',
    summary: 'have the changes that wait now, window or not',
    details:
      'Sets the annotation ixn.operators.dev/apply-pending to the id of what waits (status.pending.id), so that exactly that is applied at once, in order. A pause is stronger. The spec stays as it is, so that GitOps tools have nothing to revert.',
    positional: instance,
    options: [],
    asksCluster: true,
    examples: [['apply-pending tenant-100', 'what status shows as pending goes now']],
    load: async () => (await import('../directives/apply-pending.ts')).applyPending,
  },
  {
    name: 'pause',
    summary: 'hold back restarts, or everything',
    details:
      'Sets the annotation ixn.operators.dev/pause: to Disruptive, so that pods that run are not replaced, or with --all to All, so that the operator observes and reports only. The spec stays as it is, so that GitOps tools have nothing to revert.',
    positional: instance,
    options: [{ name: 'all', help: 'hold back everything, not only what replaces pods' }],
    asksCluster: true,
    examples: [['pause tenant-100 --all', 'nothing is written until resume']],
    load: async () => (await import('../directives/pause.ts')).pause,
  },
  {
    name: 'resume',
    summary: 'end a pause',
    details:
      'Takes the annotation ixn.operators.dev/pause away. A pause that the spec itself asks for (spec.updatePolicy.pause) goes on; the command says so.',
    positional: instance,
    options: [],
    asksCluster: true,
    examples: [['resume tenant-100', 'what was held back goes on']],
    load: async () => (await import('../directives/pause.ts')).resume,
  },
  {
    name: 'import-values',
    summary: 'an InteractionServer from the Helm values of the vendor’s chart',
    details:
      'Merges values files as Helm does and writes an InteractionServer to standard output, with a Secret to fill in for each credential that stands in the values. The report on standard error has every value of every file once: where it went, why it is not needed, or that it is not understood. Placeholders such as $NAME are filled in from the environment, unless they name a credential; the others stay and are reported. Passwords are never copied. Ends with 1 when the resource breaks a rule for another reason than what is still to be filled in.',
    options: [
      {
        name: 'values',
        short: 'f',
        value: 'FILE',
        multiple: true,
        required: true,
        help: 'values file, in the order in which Helm is given them; - for standard input',
      },
      { name: 'name', value: 'NAME', help: 'name of the InteractionServer; tenant-<sid> when absent' },
      { name: 'namespace', short: 'n', value: 'NAME', help: 'namespace to write into the resources; none when absent' },
      { name: 'report', value: 'FILE', help: 'write the report as JSON into this new file instead of standard error' },
      { name: 'strict', help: 'end with 1 when something is not understood or still to be filled in' },
    ],
    asksCluster: false,
    examples: [
      ['import-values -f base.yaml -f tenant.yaml > tenant-100.yaml', 'the resource, and the report on the screen'],
      ['import-values -f base.yaml -f tenant.yaml --strict', 'for a pipeline that is to stop at the first gap'],
    ],
    load: async () => (await import('../import-values.ts')).importValues,
  },
  {
    name: 'diagnose',
    summary: 'a bundle for support, without any secret',
    details:
      'Gathers the InteractionServer, the objects and pods that it is made of, their events, the ends of their logs and what the operator’s log has on it, the objects that it should have and what would be done now, and what is known of the Secrets and ConfigMaps that it names: that they are there, and their keys. Values of Secrets are never written: they are read only to take them out wherever else they may stand, as they are and in base64. Texts that look like credentials are taken out too. Where a Secret may not be read, logs are left out. problems.txt says what is not in it, and why.',
    positional: instance,
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'PATH',
        help: 'a new folder, or a new file that ends in .tar; NAME-diagnosis when absent',
      },
      { name: 'no-logs', help: 'leave logs out' },
    ],
    asksCluster: true,
    examples: [['diagnose tenant-100 -o tenant-100.tar', 'one file to send']],
    load: async () => (await import('../diagnose/diagnose.ts')).diagnose,
  },
  {
    name: 'completion',
    summary: 'the script by which a shell completes the commands',
    details:
      'Writes a script for the shell to standard output. Source it for `kubectl-ixn`. For `kubectl ixn` itself kubectl asks a program kubectl_complete-ixn on the PATH: a script of two lines, #!/bin/sh and exec kubectl-ixn __complete "$@".',
    positional: { name: 'SHELL', help: 'bash, zsh or fish', required: true, choices: ['bash', 'zsh', 'fish'] },
    options: [],
    asksCluster: false,
    examples: [['completion bash > ~/.local/share/bash-completion/completions/kubectl-ixn', 'for good']],
    load: async () => (await import('../completion/completion.ts')).completion,
  },
];
