import type { Workload } from '@ixn/connections';
import type { RowReport } from './row-report.ts';

/** A metric: its name, what it means, and its samples without the name. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly samples: readonly string[];
}

/** The metrics of a role as Prometheus text, under the vendor's names where it names any. */
export function metricsText(role: Workload, rows: readonly RowReport[]): string {
  return [...vendorMetrics(role, rows), rowsMetric(rows)]
    .map(({ name, help, type, samples }) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples.map((sample) => `${name}${sample}`), ''].join(
        '\n',
      ),
    )
    .join('');
}

function vendorMetrics(role: Workload, rows: readonly RowReport[]): readonly Metric[] {
  const find = (destination: RowReport['destination']) => rows.find((row) => row.destination === destination);
  const connected = (destination: RowReport['destination']) => Number(find(destination)?.state === 'Connected');
  const tally = (destination: RowReport['destination']) => find(destination)?.tally ?? { count: 0, totalSeconds: 0 };
  switch (role) {
    case 'ixnServer':
      return [
        gauge('ixn_health_info_current_database_connections', 'Connections to the database.', connected('ixnDb')),
        gauge('ixn_health_info_current_database_requests', 'Requests that the database works on.', 0),
        {
          ...gauge(
            'ixn_health_info_total_database_requests',
            'Requests to the database since the start.',
            tally('ixnDb').count,
          ),
          type: 'counter',
        },
        gauge('ixn_health_info_current_request_queue_wait', 'How long requests wait in the queue.', 0),
        gauge(
          'ixn_health_info_config_server_connected',
          'Whether Config Server is connected.',
          connected('configServer'),
        ),
      ];
    case 'ixnNode': {
      const { count, totalSeconds } = tally('orsRedis');
      return [
        gauge('ixnnode_redis_client_status', 'Whether Redis is connected.', connected('orsRedis')),
        gauge('ixnnode_rq_client_status', 'Whether Voice RQ is connected.', connected('voiceRq')),
        {
          name: 'ixnnode_redis_command_duration_sec',
          help: 'How long commands to Redis took, in seconds.',
          type: 'histogram',
          samples: [`_bucket{le="+Inf"} ${count}`, `_sum ${totalSeconds}`, `_count ${count}`],
        },
      ];
    }
    case 'ixnVQNode':
      return [];
  }
}

/** Not the vendor's: every row of the role that is configured. */
function rowsMetric(rows: readonly RowReport[]): Metric {
  return {
    name: 'stand_in_connection_up',
    help: 'Whether an outgoing connection of the connections table stands, by its number.',
    type: 'gauge',
    samples: rows
      .filter(({ state }) => state !== 'NotConfigured')
      .map(({ number, state }) => `{row="${number}"} ${Number(state === 'Connected')}`),
  };
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', samples: [` ${value}`] };
}
