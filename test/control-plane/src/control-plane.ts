import type { ApiClient } from './runtime/api-client.ts';
import type { ComponentName } from './runtime/components.ts';
import type { CommandResult } from './process/run-command.ts';

export interface ControlPlaneOptions {
  /** Names of the simulated nodes; default one, `node-a`. */
  readonly nodes?: readonly string[];
  /**
   * Where all files go. It is kept, apart from the database, when the control plane stops. Default: a folder of its
   * own below the system's temporary folder, which is removed.
   */
  readonly folder?: string;
  /** Whether the API server writes an audit log; default false. */
  readonly auditLog?: boolean;
  /** Admission plugins of the API server beside those that it runs anyway; default none. */
  readonly admissionPlugins?: readonly string[];
  /** Called with a line for each step; long steps say something at least every ten seconds. */
  readonly onProgress?: (step: string) => void;
  /** Ends the start early; what was started is stopped. */
  readonly signal?: AbortSignal;
}

/** A running control plane. Everything in it dies with this process, however that ends. */
export interface ControlPlane {
  /** Of the administrator. */
  readonly kubeconfigPath: string;
  readonly kubeconfig: string;
  readonly serverUrl: string;
  readonly folder: string;
  /** Of the API server, e.g. `v1.36.3`. */
  readonly version: string;
  /** JSON lines, see `readAuditLog`; undefined when it was not asked for. */
  readonly auditLogPath: string | undefined;
  /** Of every container that has run: simulated nodes have one log, in lines as `podLogLine` gives them. */
  readonly podLogPath: string;
  /** Asks the API server as the administrator. */
  readonly request: ApiClient;
  /** Of a kubectl that goes with the API server. */
  readonly kubectlPath: string;
  /** Runs kubectl as the administrator, to its end. */
  kubectl(args: readonly string[], options?: { readonly stdin?: string }): Promise<CommandResult>;
  /** A kubeconfig of any other user: without groups it may do nothing until a role is bound to it. */
  kubeconfigFor(user: string, groups?: readonly string[]): string;
  /** Adds a simulated node; resolves when it is Ready. */
  addNode(name: string): Promise<void>;
  /** Kills a component and starts it again, as after a crash; resolves when it is ready. */
  restart(component: ComponentName): Promise<void>;
  /** Stops a component in its tracks without ending it (SIGSTOP): connections stay open and nothing answers. */
  freeze(component: ComponentName): void;
  thaw(component: ComponentName): void;
  /** Ends every process and removes what belongs to this run alone. May be called again. */
  stop(): Promise<void>;
}
