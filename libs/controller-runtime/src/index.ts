export type {
  Controller,
  ControllerEvent,
  ControllerNote,
  ControllerOptions,
  Outcome,
  ReconcileContext,
} from './controller.ts';
export { createController } from './controller.ts';
export type { WorkQueue, WorkQueueOptions } from './work-queue.ts';
export { createWorkQueue } from './work-queue.ts';
export type { Clock } from './delays.ts';
