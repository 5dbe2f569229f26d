/** A Kubernetes object, as tests read it. */
export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  // Tests read what they expect to be there.
  readonly [field: string]: any;
}
