import type { DebianPackage } from './debian-packages.ts';

/** What is read of the bill of materials of the bundles. */
export interface BundleSbom {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly { readonly purl: string }[];
}

export interface ImageContents {
  readonly bundles: BundleSbom;
  readonly nodeVersion: string;
  readonly packages: readonly DebianPackage[];
  /** Such as `debian-12`. */
  readonly distribution: string;
}

/** The bill of materials of the image, as CycloneDX 1.6: what is in the bundles, Node, and the packages of its libraries. */
export function imageSbom({ bundles, nodeVersion, packages, distribution }: ImageContents): object {
  const node = {
    type: 'platform',
    'bom-ref': `pkg:generic/node@${nodeVersion}`,
    name: 'node',
    version: nodeVersion,
    purl: `pkg:generic/node@${nodeVersion}`,
    // By this name vulnerabilities of Node are listed.
    cpe: `cpe:2.3:a:nodejs:node.js:${nodeVersion}:*:*:*:*:*:*:*`,
    licenses: [{ expression: 'MIT' }],
  };
  const debian = packages.map(({ name, version, architecture }) => {
    const qualifiers = `arch=${architecture}&distro=${distribution}`;
    const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?${qualifiers}`;
    return { type: 'library', 'bom-ref': purl, name, version, purl };
  });
  return {
    ...bundles,
    metadata: { component: { ...bundles.metadata.component, type: 'container' } },
    components: [...bundles.components, node, ...debian],
  };
}
