/** On every object: the fingerprint of what was applied. It is part of what is applied, so a change of it is drift too. */
export const appliedFingerprintAnnotation = 'ixn.operators.dev/applied';

/** On a pod template: the fingerprint of the settings that the pods read when they start, so that a change restarts them. */
export const configFingerprintAnnotation = 'ixn.operators.dev/config';

/** On a pod template: the digest of what its pods read of Secrets and ConfigMaps, so that a change of it restarts them. */
export const referencesDigestAnnotation = 'ixn.operators.dev/references';

/** On an object that is there for rows of the connections table: their numbers. */
export const connectionsAnnotation = 'ixn.operators.dev/connections';

/** On a Job that provisions a database: what it is provisioned with, as a digest. */
export const databaseInputsAnnotation = 'ixn.operators.dev/database-inputs';

/** On a StatefulSet or Deployment: the name of the ControllerRevision that records the pod template that it runs. */
export const templateRecordAnnotation = 'ixn.operators.dev/template';
