import { containerPaths } from '@ixn/connections';
import type { ProtocolSettings } from './dependency-check.ts';
import type { Dialer, Place } from './dialer.ts';
import { failure } from './failure.ts';
import { httpGet } from './http-get.ts';
import { type Verdict, notChecked } from './verdict.ts';

type PodMetric = Extract<ProtocolSettings, { readonly kind: 'pod-metric' }>;

const maxBodyBytes = 1_048_576;

/** Whether a pod says of itself that it is connected. Gives words for the verdict. */
export async function probePodMetric(dialer: Dialer, place: Place, { metric }: PodMetric): Promise<string> {
  const stream = await dialer.open(place);
  const { status, body } = await dialer.speak(() => httpGet(stream, place, containerPaths.metrics, maxBodyBytes));
  if (status !== 200) throw failure('NotTold', `it answers with HTTP status ${status}`);
  const values = samplesOf(metric, body);
  if (values.length === 0) throw failure('NotTold', `it has no metric ${metric}`);
  if (values.some((value) => value < 1)) {
    throw failure('PodNotConnected', `the pod itself says that it is not connected (${metric})`);
  }
  return `the pod itself says that it is connected (${metric})`;
}

/** The verdict where a pod says nothing: it counts as none. */
export function podIsSilent(message: string): Verdict {
  return notChecked('NotTold', `its metrics tell nothing: ${message}`);
}

/** The values of a metric in Prometheus's text format, whatever its labels; what is no number is left out. */
export function samplesOf(metric: string, text: string): readonly number[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith(metric)) return [];
    const value = /^(?:\{.*\})?[ \t]+(\S+)/.exec(line.slice(metric.length))?.[1];
    const number = Number(value);
    return value === undefined || Number.isNaN(number) ? [] : [number];
  });
}
