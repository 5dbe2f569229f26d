import { type CommandResult, runCommand } from '@ixn/control-plane';
import { execute } from './execute.ts';

/** A cluster, as kubectl is told of it. */
export interface ClusterAccess {
  readonly kubeconfig: string;
  readonly context: string;
  /** Path of kubectl; that of the PATH where there is none. */
  readonly kubectl?: string;
}

/** kubectl for one cluster, whatever the environment says. */
export interface Kubectl {
  /** Runs kubectl; its standard output. Rejects with what it said when it fails. */
  run(args: readonly string[], stdin?: string): Promise<string>;
  /** Runs kubectl; a failure is a result as well. */
  attempt(args: readonly string[], stdin?: string): Promise<CommandResult>;
  /** Applies an object, as its only author. */
  apply(object: object): Promise<void>;
  /** The object, or undefined where there is none. `T` is the caller's claim of what is read of it. */
  get<T>(resource: string, name: string, namespace: string): Promise<T | undefined>;
  list<T>(resource: string, namespace: string, selector?: string): Promise<readonly T[]>;
}

/** kubectl for one cluster. */
export function createKubectl(access: ClusterAccess, signal?: AbortSignal): Kubectl {
  const program = programOf(access);
  const all = (args: readonly string[]) => [...accessFlags(access), ...args];
  const run = (args: readonly string[], stdin?: string) => execute(program, all(args), { stdin, signal });
  return {
    run,
    attempt: (args, stdin) => runCommand(program, all(args), { stdin, signal }),
    apply: async (object) => {
      await run(['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify(object));
    },
    get: async (resource, name, namespace) => {
      const text = await run(['get', resource, name, '-n', namespace, '--ignore-not-found', '-o', 'json']);
      return text === '' ? undefined : JSON.parse(text);
    },
    list: async (resource, namespace, selector = '') =>
      JSON.parse(await run(['get', resource, '-n', namespace, '-l', selector, '-o', 'json'])).items,
  };
}

/** What to run as kubectl. */
export function programOf({ kubectl = 'kubectl' }: ClusterAccess): string {
  return kubectl;
}

/** The flags by which kubectl reaches the cluster. */
export function accessFlags({ kubeconfig, context }: ClusterAccess): readonly string[] {
  return ['--kubeconfig', kubeconfig, '--context', context];
}
