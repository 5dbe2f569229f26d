export type {
  Controller,
  ControllerEvent,
  ControllerNote,
  ControllerOptions,
  Outcome,
  ReconcileContext,
} from './controller.ts';
export { createController } from './controller.ts';
export type { Clocks } from './clocks.ts';
export type { ElectionNote, ElectionTimings } from './election.ts';
export type { EventNote, EventRecorder, EventRecorderOptions } from './event-recorder.ts';
export { createEventRecorder } from './event-recorder.ts';
export type { EventDetails, Regarding, Reporter } from './kubernetes-event.ts';
export { kubernetesEventType } from './kubernetes-event.ts';
export type { LeaderElector, LeaderElectorOptions } from './leader-elector.ts';
export { createLeaderElector } from './leader-elector.ts';
export type { LeaseRef } from './lease.ts';
export { leaseType } from './lease.ts';
export type { WorkQueue, WorkQueueOptions } from './work-queue.ts';
export { createWorkQueue } from './work-queue.ts';
export type { Clock } from './delays.ts';
