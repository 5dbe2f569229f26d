import { dashboards } from './dashboards.ts';
import { alertGroups } from './prometheus-rule.ts';

/** Metrics that others than the operator and its instances export: kube-state-metrics and the kubelet. */
const ofOthers = /^(kube|container)_/;

/** Every metric of the operator and of instances that an alert or a dashboard names, as the families of a scrape are called. */
export function namedMetrics(): readonly string[] {
  const alerts = Object.values(alertGroups).flat();
  const texts = [...alerts.map(({ expr }) => expr), JSON.stringify(Object.values(dashboards()))];
  const names = texts.flatMap((text) => text.match(/\b(?:ixn|ixnnode|process|kube|container)_[a-z_]+\b/g) ?? []);
  const families = names
    .filter((name) => !ofOthers.test(name))
    .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
  return [...new Set(families)].toSorted();
}
