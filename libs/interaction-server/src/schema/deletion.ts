import { z } from 'zod';

/** What becomes of the log volume, the one object that holds data. */
export const deletionPolicySchema = z
  .enum(['Retain', 'Delete'])
  .default('Retain')
  .describe(
    'Retain: the volume for the logs of IXN outlives the instance, and a new one of the same name takes it up again. Delete: it goes with the instance, or when ixnServer.logStorage is taken away.',
  );

/** Whether `kubectl delete` is refused. */
export const deletionProtectionSchema = z
  .boolean()
  .default(false)
  .describe(
    'Whether the API server refuses to delete the InteractionServer until this is false again. It takes the ValidatingAdmissionPolicy of the install; the condition DeletionProtected says whether it is there.',
  );
