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
