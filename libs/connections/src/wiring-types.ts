/** Who says that a container reads something under this name: the vendor's documentation, or we, where it says nothing. */
export type ContractSource = 'vendor' | 'ours';

/** Where the value of an environment variable comes from. Paths are of a row's settings unless they are said to be of the spec. */
export type EnvironmentValue =
  /** The text, number or boolean there; the variable is left out where there is none. */
  | { readonly from: 'setting'; readonly path: string }
  /** The text there or, where there is none, the IP address of the pod's node, by the downward API. */
  | { readonly from: 'setting-or-node-ip'; readonly path: string }
  /** A list of {host, port}, written as host:port,host:port. */
  | { readonly from: 'host-ports'; readonly path: string }
  /** A list of texts, written with commas between them. */
  | { readonly from: 'list'; readonly path: string }
  /** The text, number or boolean at a path below `spec`. */
  | { readonly from: 'spec'; readonly path: string }
  /** The name of the Service of the row's destination, a workload of the same instance. */
  | { readonly from: 'own-service' }
  /** Always this. */
  | { readonly from: 'text'; readonly text: string };

/** A setting that a container reads from its environment. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: EnvironmentValue;
  readonly source: ContractSource;
  readonly description: string;
}

/** Keys of a Secret or ConfigMap that a container reads as files. The files stand only where the reference does. */
export interface MountedFile {
  /** Name of the volume. */
  readonly volume: string;
  /** The folder in the container. */
  readonly mountPath: string;
  readonly content: /** A reference {name} at the path, to a Secret whose keys are these. */
    | { readonly from: 'secret'; readonly path: string; readonly keys: readonly string[] }
    /** A reference {name, key} at the path, to one key of a Secret; the file has the name of the key. */
    | { readonly from: 'secret-key'; readonly path: string }
    /** A choice of secretKeyRef and configMapKeyRef at the path; the file has this name. */
    | { readonly from: 'key-choice'; readonly path: string; readonly file: string };
  readonly source: ContractSource;
  readonly description: string;
}
