export { pause } from './backoff.ts';
export type { Failure, FailureCategory, FailureCause, FailureCode, Result } from './failure.ts';
export { failed, failureCategories, failureCodes, succeeded } from './failure.ts';
export { quietly } from './hooks.ts';
export type {
  ApplyOptions,
  CallOptions,
  CreateOptions,
  DeleteOptions,
  KubeClient,
  KubeClientOptions,
  ListOptions,
  ChangeOptions,
  WriteOptions,
} from './kube-client.ts';
export { createKubeClient } from './kube-client.ts';
export { appliedFields } from './managed-fields.ts';
export type { KubeObject, ManagedFieldsEntry, ObjectMeta, ObjectRef, OwnerReference, ResourceType } from './objects.ts';
export { apiVersionOf, refOf, resourceName } from './objects.ts';
export { ownsExactly } from './owns-exactly.ts';
export { type TakenFields, takenFields } from './taken-fields.ts';
export type { ObjectList } from './parse-object.ts';
export { createStore } from './store.ts';
export type { Store, StoreChange, StoreEvent, StoreNote, StoreOptions, StoreTimings } from './store-types.ts';
export type { TransportOptions } from './transport.ts';
export { createTransport } from './transport.ts';
export type { RequestNote, StreamHandler, Transport, TransportRequest, Verb } from './transport-types.ts';
