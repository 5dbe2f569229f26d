import { type Findings, together, type Verdict } from './verdict.ts';

/** Available: every workload has a ready pod. A workload that the spec stops makes the instance unavailable on purpose. */
export function available({ workloads }: Findings): Verdict {
  const stopped = workloads.filter((finding) => finding.desired === 0);
  if (stopped.length > 0) return { status: 'False', reason: 'Stopped', message: together(stopped) };
  const down = workloads.filter((finding) => finding.ready === 0);
  if (down.length > 0) return { status: 'False', reason: 'NoReadyPod', message: together(down) };
  return { status: 'True', reason: 'Serving', message: '' };
}
