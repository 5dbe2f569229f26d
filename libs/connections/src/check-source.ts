/**
 * How it is found out whether an outgoing row works: what is spoken once a connection stands, and where in the row's settings
 * the rest of it is. Paths are of the row's settings.
 */
export type CheckSource = {
  /** A metric of the workload that opens the row, 1 while it is connected and 0 while it is not. */
  readonly podMetric?: string;
} & (
  | { readonly protocol: 'tcp' | 'http' }
  | { readonly protocol: 'consul'; readonly tls: TlsSource }
  | {
      readonly protocol: 'postgresql';
      readonly tls: TlsSource;
      /** A reference {name} to a Secret with the keys username and password. */
      readonly credentials: string;
      readonly database: string;
    }
  | {
      readonly protocol: 'redis';
      readonly tls: TlsSource;
      /** A reference {name, key} to the vendor's JSON document {password, port, rejectUnauthorized, servername}. */
      readonly document: string;
      /** Whether the nodes are a cluster. */
      readonly cluster: string;
    }
  | {
      readonly protocol: 'kafka';
      readonly tls: TlsSource;
      readonly mechanism: string;
      /** A reference {name} to a Secret with the keys username and password. */
      readonly credentials: string;
    }
);

/** Where it stands whether a row is spoken over TLS. */
export type TlsSource =
  /** The text at a path is the mode itself. */
  | { readonly from: 'mode'; readonly path: string; readonly authority: string }
  /**
   * The boolean at a path switches it on. What the certificate is held against: nothing, or the authority and its name, unless
   * the boolean at the path `verified` says not to.
   */
  | {
      readonly from: 'switch';
      readonly path: string;
      readonly verified: 'never' | 'always' | { readonly path: string };
      readonly authority?: string;
    };
