/** What is read of package-lock.json. */
export interface Lock {
  readonly version?: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
}

/** A CycloneDX component of an npm package. */
interface Component {
  readonly type: 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly object[];
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
}

/**
 * The software bill of materials of an app, as CycloneDX 1.6: every package of the lock file of which something is in its bundles,
 * and no other. `inputs` are the paths of the files that went into them. Throws when a package is not in the lock file.
 */
export function sbomOf(app: string, lock: Lock, inputs: readonly string[]): object {
  const places = new Set(inputs.flatMap((path) => placeOf(path) ?? []));
  const components = [...places].map((place) => componentOf(place, lock));
  const version = lock.version ?? '';
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `interaction-server-${app}`,
        name: `interaction-server-${app}`,
        version,
      },
    },
    components: components.toSorted((one, other) => one.purl.localeCompare(other.purl)),
  };
}

/** Where the package of a file lies in the lock file, such as `node_modules/a/node_modules/@b/c`; undefined for a file of ours. */
function placeOf(path: string): string | undefined {
  return /(?:^|\/)((?:node_modules\/(?:@[^/]+\/)?[^/]+\/)*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

function componentOf(place: string, { packages }: Lock): Component {
  const { version, license, integrity } = packages[place] ?? {};
  if (version === undefined || integrity === undefined) throw new Error(`package-lock.json has no ${place}`);
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    // The lock file has an SPDX expression, of which a single id is the simplest.
    licenses: license === undefined ? [] : [{ expression: license }],
    hashes: integrity.split(' ').map(hashOf),
  };
}

/** Of `sha512-<base64>`. */
function hashOf(integrity: string) {
  const [algorithm = '', base64 = ''] = integrity.split(/-(.*)/s);
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(base64, 'base64').toString('hex') };
}
