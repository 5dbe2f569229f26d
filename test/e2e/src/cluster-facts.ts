/** What the test files get of the cluster that all of them share. */
export interface ClusterFacts {
  /** What tells this run from others. */
  readonly run: string;
  /** Path of a kubeconfig file that belongs to this run. */
  readonly kubeconfig: string;
  readonly context: string;
  /** Name of the kind cluster; null where it is a cluster of another kind. */
  readonly kindName: string | null;
  /** Whether others use the cluster too: then nodes are left alone. */
  readonly shared: boolean;
  /** The Helm release of the operator; its Deployment and its Lease have the same name. */
  readonly release: string;
  readonly namespaces: {
    readonly operator: string;
    /** Where the tests make their instances; pod security `restricted` is enforced. */
    readonly instances: string;
    /** Where neighbours and strangers run. */
    readonly neighbours: string;
  };
  readonly operator: Image;
  readonly standIn: Image;
  readonly consul: Image;
  /** How the stand-in is started in its container. */
  readonly standInEntrypoint: readonly string[];
  /** Path of kubectl; that of the PATH where there is none. */
  readonly kubectl?: string;
  /** Nodes that pods of the tests may be on. */
  readonly workers: number;
  /** Null where the API server's audit log cannot be read. */
  readonly auditLog: AuditLogPlace | null;
  /**
   * Null where kubelets run pods. Where pods are simulated, no container runs; a process of this machine plays each pod of the
   * operator, and this folder has a file for each, of the pod's name, with the number of its process.
   */
  readonly operatorProcesses: string | null;
}

/**
 * Where the audit log of a cluster is that the tests have for themselves. Its API server runs the admission plugin
 * OwnerReferencesPermissionEnforcement, too, as OpenShift's does.
 */
export interface AuditLogPlace {
  /** The container of Docker's that has the file; null for this machine. */
  readonly node: string | null;
  readonly path: string;
}

/** An image as the InteractionServer resource names it. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** The image as docker and pods name it. */
export function imageName({ registry, repository, tag }: Image): string {
  return `${registry}/${repository}:${tag}`;
}

/** Environment variable with the path of the file that hands the facts to the test files, as JSON. */
export const factsVariable = 'IXN_E2E_FACTS';
