import type { GoPeerRun } from './measure-go-peer.ts';
import type { OperatorRun, RestartRun } from './measure-operator.ts';
import type { ComparedResults } from './results.ts';
import { spread } from './statistics.ts';

/** What the runs gave, one of each for each run. */
export interface Measured {
  readonly limitSeconds: readonly number[];
  readonly operator: readonly OperatorRun[];
  readonly restart: readonly RestartRun[];
  readonly go: readonly GoPeerRun[];
}

/** What the runs say together; the rest of the results is known without them. */
export function summarise({ limitSeconds, operator, restart, go }: Measured) {
  const ours = (pick: (run: OperatorRun) => number) => spread(operator.map(pick));
  const restarted = (pick: (run: RestartRun) => number) => spread(restart.map(pick));
  const theirs = (pick: (run: GoPeerRun) => number) => spread(go.map(pick));
  const limit = spread(limitSeconds);
  const operatorSeconds = ours((run) => run.seconds);
  const goSeconds = theirs((run) => run.seconds);
  return {
    limitSeconds: limit,
    operatorSeconds,
    goSeconds,
    readySeconds: ours((run) => run.readySeconds),
    ratioToLimit: operatorSeconds.median / limit.median,
    ratioToGo: operatorSeconds.median / goSeconds.median,
    readsPerInstance: ours((run) => run.readsPerInstance).median,
    statusWritesPerInstance: ours((run) => run.statusWritesPerInstance).median,
    settledRssBytes: ours((run) => run.settledRssBytes),
    goSettledRssBytes: theirs((run) => run.settledRssBytes),
    restartedRssBytes: restarted((run) => run.settledRssBytes),
    heapBytesPerInstance: ours((run) => run.heapBytesPerInstance),
    mendP50Ms: restarted((run) => run.mending.p50Ms),
    mendP99Ms: restarted((run) => run.mending.p99Ms),
    operator: {
      cpuSeconds: ours((run) => run.cpuSeconds),
      peakRssBytes: ours((run) => run.peakRssBytes),
      firstReconcileSeconds: restarted((run) => run.firstReconcileSeconds),
      requestsPerInstance: medianByVerb(operator),
    },
    go: {
      cpuSeconds: theirs((run) => run.cpuSeconds),
      peakRssBytes: theirs((run) => run.peakRssBytes),
      firstReconcileSeconds: theirs((run) => run.firstReconcileSeconds),
      requestsPerInstance: medianByVerb(go),
    },
  } satisfies Partial<ComparedResults>;
}

function medianByVerb(
  runs: readonly { readonly requestsPerInstance: Readonly<Record<string, number>> }[],
): Record<string, number> {
  const verbs = [...new Set(runs.flatMap((run) => Object.keys(run.requestsPerInstance)))].toSorted();
  return Object.fromEntries(
    verbs.map((verb) => [verb, spread(runs.map((run) => run.requestsPerInstance[verb] ?? 0)).median]),
  );
}
