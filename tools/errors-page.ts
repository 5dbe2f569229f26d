import { checkReasons } from '@ixn/connections';
import { provisionFailures } from '@ixn/interaction-server';
import { failureCategories, failureCodes } from '@ixn/kube-client';
import { page, table, wrap } from './markdown.ts';

const sources =
  'libs/kube-client/src/failure.ts, libs/connections/src/check-reasons.ts and libs/interaction-server/src/provision-failures.ts';

/** docs/errors.md: why a dependency does not answer, and the codes that the operator's log and its exit status give. */
export function errorsPage(): string {
  return page(sources, [
    '# Errors',
    wrap(
      'What is wrong with an instance stands in its status: see [conditions](conditions.md). This page is about what its ' +
        "dependencies do, and about the operator's own troubles, which stand in its log.",
    ),
    '## A dependency does not answer',
    wrap(
      'What checks find out about an outgoing connection stands in `status.connections`, as its state and, unless it is ' +
        'Reachable, a reason; the worst of them is the reason of the condition DependenciesReachable, which says where it is ' +
        'and what to do, too. An event DependencyFailing tells when a connection begins to fail, and DependencyRecovered ' +
        'when it answers again.',
    ),
    wrap(
      'Of all instances together the metrics tell: `ixn_operator_dependency_instances` has their number by `row` and `state`, ' +
        '`ixn_operator_dependency_check_duration_seconds` the time that checks took by `protocol` and `state`, and ' +
        '`ixn_operator_dependency_checks` how many there are by `phase`: watched, and of these running and waiting. Which ' +
        'instance it is stands in the log, in a line for each change.',
    ),
    table(
      ['reason', 'state', 'means', 'what to do'],
      Object.entries(checkReasons).map(([reason, { state, meaning, remedy }]) => [reason, state, meaning, remedy]),
    ),
    '## A database cannot be provisioned',
    wrap(
      'A Job that provisions a [database](databases.md) leaves such a code and a sentence as the last words of its pod; they are ' +
        'reason and message of the condition DatabasesProvisioned, and of Ready. The Job is made anew after ten seconds, ' +
        'then after twice as long each time, up to five minutes, and at once when one of its Secrets changes.',
    ),
    table(
      ['code', 'means', 'what to do'],
      Object.entries(provisionFailures).map(([code, { meaning, remedy }]) => [code, meaning, remedy]),
    ),
    '## The operator does not start',
    wrap(
      'Exit status 2: a flag or an environment variable is wrong. Standard error has one line for each problem, which ' +
        'names the flag, the variable and what would be right; `--help` lists them all.',
    ),
    wrap(
      'Exit status 1: something else went wrong at the start, such as a kubeconfig that cannot be read. The last line of ' +
        'the log says what.',
    ),
    '## The API server does not do what it is asked to',
    wrap(
      'Such log lines have a `failure` with one of these codes, and the metric `ixn_operator_kube_request_duration_seconds` has it as a label (or the HTTP ' +
        'status of an answer). Where an instance is tried again, the code is that of the request that failed, or NotDone where ' +
        'there was none; the message is that of the API server. The status of the instance has the message, too, and in ' +
        '`nextTry` when it is tried again. The metrics `ixn_operator_retrying`, `ixn_operator_next_try_seconds` and ' +
        '`ixn_operator_retry_delay_seconds` (by code) tell it of all instances.',
    ),
    table(
      ['code', 'means', 'what to do'],
      Object.entries(failureCodes).map(([code, { category, meaning }]) => {
        return [code, meaning, failureCategories[category].remedy];
      }),
    ),
  ]);
}
