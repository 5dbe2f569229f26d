export { buildTool, type BuildToolOptions } from './binaries/build-tool.ts';
export { cacheFolder, fillCache } from './binaries/fill-cache.ts';
export { type Authority, createAuthority, type KeyPair } from './certificates/authority.ts';
export type { ControlPlane, ControlPlaneOptions } from './control-plane.ts';
export { installDefinitions } from './install-definitions.ts';
export { startControlPlane } from './start-control-plane.ts';
export { type AuditEvent, isWrite, parseAuditLine, parseAuditLog, readAuditLog } from './runtime/audit-log.ts';
export type { ApiClient, ApiRequest, ApiResponse } from './runtime/api-client.ts';
export { awaitNode, createNode } from './runtime/cluster.ts';
export type { ComponentName } from './runtime/components.ts';
export { clusterOfKubeconfig, type KubeconfigContent, readKubeconfig } from './runtime/cluster-of-kubeconfig.ts';
export { renderKubeconfig, renderTokenKubeconfig, type TokenAccess } from './runtime/kubeconfig.ts';
export { type Guard, startGuard } from './process/guard.ts';
export { type ManagedProcess, awaitReady, startManagedProcess } from './process/managed-process.ts';
export { onNpmGone } from './process/npm-parent.ts';
export { type ProcessIdentity, identify, identifySelf, isAlive } from './process/process-identity.ts';
export { type CommandResult, runCommand } from './process/run-command.ts';
export { type RunRecord, cleanUpDeadRuns, readRunRecord, writeRunRecord } from './process/run-records.ts';
export { findFreePorts } from './runtime/ports.ts';
export {
  type Cluster,
  type PodReference,
  crashPod,
  healPod,
  killNode,
  makeNodeUnready,
  makePodUnready,
  makePodUnstarted,
  reviveNode,
} from './simulation/faults.ts';
export { podLogLine } from './simulation/pod-logs.ts';
export { imageTags, nodeAnnotations, podAnnotations, storageClass } from './simulation/words.ts';
export { type PollOptions, poll } from './poll.ts';
