import {
  type CheckSource,
  checkStateOf,
  type Connection,
  connections,
  connectionsDiagram,
  connectionsTable,
  containerContract,
  ingressRules,
  isWorkload,
  parties,
  scrapeTargets,
  servedPorts,
  workloads,
} from '@ixn/connections';
import { type Dependency, failureTable } from '@ixn/wiring-tests';
import { page, table, wrap } from './markdown.ts';

/** docs/connections.md: the connections table, its diagram, and what appears in the cluster because of each row. */
export function connectionsPage(): string {
  return page('libs/connections', [
    '# Connections',
    wrap(
      'One instance has nineteen connections. The source is who opens the connection; the class is seen from the instance: ' +
        'Egress leaves it, Ingress comes to it from the outside, Intra-cluster runs between services of the cluster. The ' +
        'parameter is the path below `spec` that a user sets; a row whose settings are absent is NotConfigured in ' +
        '`status.connections`, and nothing is made for it.',
    ),
    '## Diagram',
    ['```mermaid', connectionsDiagram(connections).trimEnd(), '```'].join('\n'),
    '## Table',
    table(
      ['#', 'source', 'destination', 'protocol', 'port', 'class', 'what travels', 'parameter', 'Helm value'],
      connectionsTable(connections).map((line) => [
        line.number,
        line.source,
        line.destination,
        line.protocol,
        line.port,
        line.classification,
        line.travels,
        code(line.parameter),
        line.helmPath.startsWith('none') ? line.helmPath : code(line.helmPath),
      ]),
    ),
    '## What appears in the cluster',
    wrap(
      'For an instance named NAME, when the row is configured or served. NetworkPolicy rules stand in the order of the rows; ' +
        'ways out are closed in mode Full alone. A neighbour without a peer in `networkPolicy.peers` is open to everybody on ' +
        'its ports, and `status.connections` says so with `open: true`.',
    ),
    ...connections.flatMap((row) => [
      `### ${row.number}. ${parties[row.source].label} to ${parties[row.destination].label}`,
      appearances(row)
        .map((line) => `- ${line}`)
        .join('\n'),
    ]),
    '## What breaks, and how it is told',
    wrap(
      'Each of these is done to a real server by `npm run test:wiring`, with the operator watching: the reason stands in ' +
        '`status.connections` within an interval, and the row is Reachable again after mending: what keeps failing is looked at ' +
        'less and less often, but every five minutes at least where the interval is shorter. What a reason means and what to do ' +
        'about it is in [errors](errors.md#a-dependency-does-not-answer).',
    ),
    table(
      ['#', 'dependency', 'what is wrong', 'reason', 'state'],
      Object.values<Dependency>(failureTable)
        .toSorted((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0))
        .flatMap(failureLines),
    ),
  ]);
}

function failureLines({ rows, name, failures }: Dependency): readonly (readonly string[])[] {
  return Object.values(failures).map(({ when, reason }) => [rows.join(', '), name, when, reason, checkStateOf(reason)]);
}

/** What there is in the cluster because of a row, one sentence each. */
function appearances(row: Connection): readonly string[] {
  return [...served(row), ...opened(row), '`status.connections`: its state and endpoint.'];
}

function served(row: Connection): readonly string[] {
  return workloads.flatMap((workload) => {
    const port = servedPorts(workload, connections).find((candidate) => candidate.rows.includes(row.number));
    const rule = ingressRules(workload, connections).find((candidate) => candidate.row === row.number);
    const scraped = scrapeTargets(connections).some(
      (target) => target.row === row.number && target.workload === workload,
    );
    return [
      ...(port
        ? [
            `Port \`${port.name}\` (\`spec.${port.parameter}\`) of the container and the Service of ${parties[workload].label}.`,
          ]
        : []),
      ...(rule ? [`A rule of its NetworkPolicy that lets ${parties[rule.from].label} in on that port.`] : []),
      ...(scraped
        ? ['An endpoint of its PodMonitor or, without PodMonitors, the scrape annotations of its Service.']
        : []),
    ];
  });
}

function opened(row: Connection): readonly string[] {
  const { outgoing } = row;
  if (outgoing === undefined) return [];
  const lines = containerContract(connections).filter(
    (line) => line.rows.includes(row.number) && line.workload === row.source,
  );
  const variables = lines.filter((line) => line.kind === 'environment').map((line) => code(line.name));
  const files = lines.filter((line) => line.kind === 'file').map((line) => code(line.name));
  const source = parties[row.source].label;
  const destinationIsOurs = isWorkload(row.destination);
  const upstream = outgoing.upstream?.replace('<id>', '<tenant.id>');
  return [
    ...(variables.length > 0 ? [`Variables of ${source}: ${variables.join(', ')}.`] : []),
    ...(files.length > 0 ? [`Files of ${source}, where the spec refers to them: ${files.join(', ')}.`] : []),
    `In mode Full a rule of its NetworkPolicy that lets it out to ${parties[row.destination].label}.`,
    ...(destinationIsOurs ? [`Checked: ${ownCheck}.`] : [`Checked: ${checkWords(outgoing.check)}.`]),
    ...(upstream ? [`With Consul Connect the upstream \`${upstream}\`; its host is then localhost.`] : []),
  ];
}

const ownCheck = 'its Service has a ready pod behind it';

/** What a check of a row looks at once its name is resolved and a connection stands. */
function checkWords(check: CheckSource): string {
  const { podMetric } = check;
  const words = {
    tcp: 'it takes connections',
    http: 'it answers HTTP',
    consul: 'the agent answers, and its servers have a leader',
    postgresql: 'it lets the user in to the database',
    redis: 'it answers PING after the login; of a cluster every node does, and all slots are served',
    kafka: 'every broker answers after the login',
  } as const satisfies Record<CheckSource['protocol'], string>;
  return podMetric === undefined
    ? words[check.protocol]
    : `${words[check.protocol]}, unless the pod says in ${code(podMetric)} whether it is connected`;
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
