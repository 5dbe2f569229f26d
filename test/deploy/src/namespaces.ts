import { kubectl } from './run.ts';

const warn = { 'pod-security.kubernetes.io/warn': 'restricted' };

/** Makes a namespace that refuses, and warns of, pods of a lower level than `restricted`, where it is not there yet. */
export async function ensureNamespace(name: string): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', ...warn };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  await kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(namespace));
}

/** Has the cluster know a kind of the Prometheus operator, whatever such objects say. */
export async function knowMonitoringKind(kind: string): Promise<void> {
  const plural = `${kind.toLowerCase()}s`;
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.monitoring.coreos.com` },
    spec: {
      group: 'monitoring.coreos.com',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
  await kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(definition));
  await kubectl(['wait', '--for=condition=Established', '--timeout=30s', `crd/${plural}.monitoring.coreos.com`]);
}
