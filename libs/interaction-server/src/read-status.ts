import type { InteractionServerStatus } from './interaction-server.ts';
import { statusSchema } from './schema/status.ts';

/** The status of a stored resource; undefined where nobody has reported one that this version understands. */
export function readStatus(status: unknown): InteractionServerStatus | undefined {
  return isStatus(status) ? status : undefined;
}

function isStatus(status: unknown): status is InteractionServerStatus {
  return statusSchema.safeParse(status).success;
}
