export { checkDependency } from './check-dependency.ts';
export {
  type Asker,
  type CheckedEvent,
  type Checker,
  type CheckerOptions,
  createChecker,
  type Subscription,
} from './checker.ts';
export {
  type Credentials,
  type DependencyCheck,
  type ProtocolSettings,
  type SaslMechanism,
  type TlsSettings,
  keyOfCheck,
} from './dependency-check.ts';
export { createDialPolicy, type DialPolicy } from './dial-policy.ts';
export type { Surroundings } from './dialer.ts';
export { createOneAtATime, type OneAtATime } from './one-at-a-time.ts';
export { type AddressesOf, createAddressLookup } from './resolve-name.ts';
export { type Secret, secretOf } from './secret.ts';
export { defaultStepTimeouts, defaultWholeTimeoutMs, type Step, type StepTimeouts } from './steps.ts';
export { notChecked, sameVerdict, type Verdict, worstOf } from './verdict.ts';
