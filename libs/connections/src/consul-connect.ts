/** Ports of Consul Connect's sidecar and of what it talks to, as Consul's documentation has them; no row of the table has them. */
export const consulConnectPorts = {
  /** Where a sidecar takes connections in, in place of the port of the workload behind it. */
  sidecarInbound: 20_000,
  /** Where sidecars fetch their configuration from Consul: HTTPS, and gRPC without and with TLS. */
  control: [8501, 8502, 8503],
} as const;
