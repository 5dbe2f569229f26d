import { containerPaths, defaultPort, workloads } from '@ixn/connections';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { connectionsAnnotation } from '../annotations.ts';
import { selectorLabels } from '../labels.ts';
import { objectsOfKind } from '../resolved.testing.ts';

type Mode = 'Auto' | 'PodMonitor' | 'Annotations' | 'Off';

function foundBy(mode: Mode, podMonitors: boolean) {
  const resource = interactionServer({ spec: { monitoring: { mode } } });
  const monitors = objectsOfKind('PodMonitor', resource, { podMonitors });
  const services = objectsOfKind('Service', resource, { podMonitors });
  const annotated = Object.entries(services).filter(
    ([, { metadata }]) => metadata.annotations?.['prometheus.io/scrape'] === 'true',
  );
  return { monitors: Object.keys(monitors), annotated: annotated.map(([name]) => name) };
}

const all = ['ixn', 'ixn-node', 'vq-node'];
const byMonitors = { monitors: all, annotated: [] };
const byAnnotations = { monitors: [], annotated: all };
const byNothing = { monitors: [], annotated: [] };

describe('the metrics of the workloads (connections 10 to 12)', () => {
  it.each<[Mode, boolean, object]>([
    ['Auto', true, byMonitors],
    ['Auto', false, byAnnotations],
    ['PodMonitor', true, byMonitors],
    ['PodMonitor', false, byMonitors],
    ['Annotations', true, byAnnotations],
    ['Annotations', false, byAnnotations],
    ['Off', true, byNothing],
    ['Off', false, byNothing],
  ])('are found in mode %s, in a cluster that knows PodMonitors: %s', (mode, podMonitors, expected) => {
    expect(foundBy(mode, podMonitors)).toEqual(expected);
  });

  it('are asked for by a PodMonitor on the health port of the own pods, under the labels that the spec gives it', () => {
    const monitoring = { labels: { release: 'kube-prometheus-stack' }, intervalSeconds: 15 };
    const monitors = objectsOfKind('PodMonitor', interactionServer({ spec: { monitoring } }), { podMonitors: true });
    const rows = { ixnServer: '12', ixnNode: '11', ixnVQNode: '10' };
    for (const [index, workload] of workloads.entries()) {
      const monitor = Object.values(monitors)[index];
      expect(monitor?.metadata.labels).toMatchObject({ release: 'kube-prometheus-stack' });
      expect(monitor?.metadata.annotations?.[connectionsAnnotation]).toBe(rows[workload]);
      expect(monitor?.spec).toEqual({
        selector: { matchLabels: selectorLabels('tenant-100', workload) },
        podMetricsEndpoints: [{ port: 'health', path: containerPaths.metrics, interval: '15s' }],
      });
    }
  });

  it('cannot take the labels by which the operator finds its objects from a PodMonitor', () => {
    const monitoring = { labels: { 'app.kubernetes.io/managed-by': 'somebody else' } };
    const monitors = objectsOfKind('PodMonitor', interactionServer({ spec: { monitoring } }), { podMonitors: true });
    expect(monitors['ixn']?.metadata.labels['app.kubernetes.io/managed-by']).toBe('interaction-server-operator');
  });

  it('are announced by annotations on the Services, so that a change restarts no pod, and not on the headless one', () => {
    const resource = interactionServer({ spec: { ixnNode: { ports: { health: 13_033 } } } });
    const services = objectsOfKind('Service', resource);
    const ports = Object.values(services).map(({ metadata }) => metadata.annotations?.['prometheus.io/port']);
    const health = [defaultPort('ixnServer.ports.health'), 13_033, defaultPort('ixnVQNode.ports.health')];
    expect(ports).toEqual([undefined, ...health.map(String)]);
    expect(services['ixn']?.metadata.annotations?.['prometheus.io/path']).toBe(containerPaths.metrics);
    const deployments = objectsOfKind('Deployment', resource);
    expect(JSON.stringify(deployments)).not.toContain('prometheus.io');
  });
});
