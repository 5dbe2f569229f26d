declare module 'postject' {
  /** Puts a resource into an executable, in place. */
  export function inject(
    filename: string,
    resourceName: string,
    resourceData: Uint8Array,
    options: { readonly sentinelFuse: string },
  ): Promise<void>;
}
