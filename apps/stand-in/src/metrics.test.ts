import { describe, expect, it } from 'vitest';
import { metricsText } from './metrics.ts';
import type { RowReport } from './row-report.ts';

function samplesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const configServer: RowReport = { number: 5, destination: 'configServer', state: 'Connected', endpoint: 'c:1' };
const kafka: RowReport = { number: 6, destination: 'kafka', state: 'NotConfigured' };
const tally = { count: 3, totalSeconds: 0.25 };
const ixnDb: RowReport = { number: 16, destination: 'ixnDb', state: 'Failed', endpoint: 'd:1', tally };

describe('the metrics', () => {
  it('of IXN have the vendor’s names, and tell whether Config Server and the database are connected', () => {
    expect(samplesOf(metricsText('ixnServer', [configServer, kafka, ixnDb]))).toEqual([
      'ixn_health_info_current_database_connections 0',
      'ixn_health_info_current_database_requests 0',
      'ixn_health_info_total_database_requests 3',
      'ixn_health_info_current_request_queue_wait 0',
      'ixn_health_info_config_server_connected 1',
      'stand_in_connection_up{row="5"} 1',
      'stand_in_connection_up{row="16"} 0',
    ]);
  });

  it('of IXN Node tell whether Redis and Voice RQ are connected', () => {
    const redis: RowReport = { number: 15, destination: 'orsRedis', state: 'Connected', endpoint: 'r:1', tally };
    expect(samplesOf(metricsText('ixnNode', [redis]))).toEqual([
      'ixnnode_redis_client_status 1',
      'ixnnode_rq_client_status 0',
      'ixnnode_redis_command_duration_sec_bucket{le="+Inf"} 3',
      'ixnnode_redis_command_duration_sec_sum 0.25',
      'ixnnode_redis_command_duration_sec_count 3',
      'stand_in_connection_up{row="15"} 1',
    ]);
  });

  it.each(['ixnServer', 'ixnNode', 'ixnVQNode'] as const)(
    'of %s are lines of Prometheus text, each family typed',
    (role) => {
      const text = metricsText(role, [kafka]);
      expect(text.endsWith('\n')).toBe(true);
      const families = [...text.matchAll(/^# HELP (\S+) .+\n# TYPE (\S+) (gauge|counter|histogram)$/gm)];
      expect(families.every(([, help, type]) => help === type)).toBe(true);
      for (const sample of samplesOf(text)) {
        expect(sample).toMatch(/^[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9]+$/);
        expect(families.some(([, name = '']) => sample.startsWith(name))).toBe(true);
      }
    },
  );
});
