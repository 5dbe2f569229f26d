import type { ControllerNote, ElectionNote } from '@ixn/controller-runtime';
import type { StoreNote } from '@ixn/kube-client';
import type { Logger } from '@ixn/telemetry';

/** Logs what a watch went through. */
export function noteStore(log: Logger, note: StoreNote): void {
  switch (note.kind) {
    case 'listed':
      return log.debug(note, 'resources listed');
    case 'watchEnded':
      return note.cause === 'closed' ? log.debug(note, 'watch ended') : log.warn(note, 'watch ended');
    case 'listFailed':
      return log.warn(note, 'resources could not be listed');
    case 'handlerThrew':
    case 'projectionThrew':
    case 'faulted':
      return log.error({ ...note, error: undefined, err: note.error }, 'watch met a bug');
  }
}

/** Logs what the controller met; what a reconcile did is logged by the operator itself. */
export function noteController(log: Logger, note: ControllerNote): void {
  switch (note.kind) {
    case 'reconciled':
      if (note.outcome.kind === 'retry') log.warn(note, 'instance will be tried again');
      else log.debug(note, 'instance reconciled');
      return;
    case 'threw':
      return log.error({ ...note, error: undefined, err: note.error }, 'reconcile met a bug');
    case 'abandoned':
      return log.warn(note, 'stopped before all work was done');
  }
}

/** Logs how this process came to lead, or not to. */
export function noteElection(log: Logger, note: ElectionNote): void {
  switch (note.kind) {
    case 'standingBy':
      return log.info(note, 'another process leads, standing by');
    case 'leading':
      return log.info(note, 'this process leads');
    case 'lost':
      return log.warn(note, 'this process leads no longer: its lease could not be renewed, or is taken');
    case 'released':
      if (note.failure === undefined) log.info(note, 'lease given back');
      else log.warn(note, 'lease not given back: the next leader waits until it expires');
      return;
    case 'requestFailed':
      return log.warn(note, 'the lease could not be asked for');
  }
}
