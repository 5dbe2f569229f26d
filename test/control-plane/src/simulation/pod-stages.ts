import { podEndTemplate, podStatusTemplate, tagPattern } from './pod-status-template.ts';
import { type Stage, annotation } from './stage.ts';
import { imageTags, podAnnotations } from './words.ts';

const crashIntervalMs = 2_000;

const deleted = '(.metadata.deletionTimestamp != null)';
const over = '(.status.phase == "Succeeded" or .status.phase == "Failed")';
const begun = '((.status.podIP // "") != "")';
const ready = 'any(.status.conditions[]?; .type == "Ready" and .status == "True")';
const imageMissing = `any((.spec.containers + (.spec.initContainers // []))[]; .image | test("${tagPattern(imageTags.missing)}"))`;
const crashesWanted = `(.spec.restartPolicy != "Never" and (${annotation(podAnnotations.crash)} != null or any(.spec.containers[]; .image | test("${tagPattern(imageTags.crashing)}"))))`;
const backingOff = 'any(.status.containerStatuses[]?; .state.waiting.reason == "CrashLoopBackOff")';
const notStarted = `(${annotation(podAnnotations.started)} == "false")`;
const unreadyWanted = `(${annotation(podAnnotations.ready)} == "false" or ${notStarted})`;
const anyStarted = 'any(.status.containerStatuses[]?; .started == true)';
const unreadyReported = `((${ready} | not) and ${anyStarted} != ${notStarted})`;
const runsOnce = '(.spec.restartPolicy != "Always")';

const living = `(${deleted} | not) and (${over} | not) and ${begun}`;
const healthy = `${living} and (${imageMissing} | not) and (${crashesWanted} | not)`;

const later = [{ patch: podStatusTemplate('later'), subresource: 'status' }] as const;

/**
 * The life of a simulated pod. A pod without faults needs a single write: at its start it is running and ready at
 * once. No two stages match the same pod, as kwok would choose one of them at random.
 */
export const podStages: readonly Stage[] = [
  {
    name: 'pod-starts',
    kind: 'Pod',
    when: `(${deleted} | not) and (${over} | not) and (${begun} | not)`,
    steps: [{ patch: podStatusTemplate('start'), subresource: 'status' }],
  },
  {
    name: 'pod-becomes-ready',
    kind: 'Pod',
    when: `${healthy} and (${unreadyWanted} | not) and (${ready} | not)`,
    delay: { fromAnnotation: podAnnotations.readyAfter },
    steps: later,
  },
  {
    name: 'pod-becomes-unready',
    kind: 'Pod',
    when: `${healthy} and ${unreadyWanted} and (${unreadyReported} | not)`,
    steps: later,
  },
  {
    // Does nothing, but takes the place of a stage that still waits for its time: else a pod that was to become ready
    // later would do so although it was made unready meanwhile.
    name: 'pod-stays-unready',
    kind: 'Pod',
    when: `${healthy} and ${unreadyWanted} and ${unreadyReported}`,
    steps: [],
  },
  {
    name: 'pod-crashes',
    kind: 'Pod',
    when: `${living} and (${imageMissing} | not) and ${crashesWanted} and (${backingOff} | not)`,
    steps: later,
  },
  {
    name: 'pod-crashes-again',
    kind: 'Pod',
    when: `${living} and (${imageMissing} | not) and ${crashesWanted} and ${backingOff}`,
    delay: { ms: crashIntervalMs },
    steps: later,
  },
  {
    name: 'pod-completes',
    kind: 'Pod',
    when: `${healthy} and ${runsOnce} and ${ready} and (${unreadyWanted} | not)`,
    delay: { fromAnnotation: podAnnotations.completeAfter },
    steps: [{ patch: podEndTemplate('completion'), subresource: 'status' }],
  },
  {
    name: 'pod-ends',
    kind: 'Pod',
    // The deletion itself is seen once more, with a grace period of 0. It must not be answered by a second one: that
    // may hit the next pod of the same name.
    when: `${deleted} and .metadata.deletionGracePeriodSeconds != 0 and ((.metadata.finalizers // []) | length) == 0`,
    delay: { fromAnnotation: podAnnotations.endAfter },
    steps: [{ delete: true }],
  },
  {
    // Whoever holds a finalizer (the Job controller does) lets go only when the pod has run to its end.
    name: 'pod-ends-under-finalizer',
    kind: 'Pod',
    when: `${deleted} and ((.metadata.finalizers // []) | length) > 0 and (${over} | not)`,
    delay: { fromAnnotation: podAnnotations.endAfter },
    steps: [{ patch: podEndTemplate('deletion'), subresource: 'status' }],
  },
];
