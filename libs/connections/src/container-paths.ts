/** The HTTP paths that every workload answers on its health port. The vendor documents the ports; the paths are our choice. */
export const containerPaths = { health: '/health', metrics: '/metrics' } as const;
