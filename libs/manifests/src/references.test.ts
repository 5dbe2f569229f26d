import { fullInteractionServer, interactionServer, type Overrides, podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { type Reference, referencesOf } from './references.ts';
import { parsed } from './resolved.testing.ts';

function referencesWith(overrides: Overrides) {
  return referencesOf(parsed(interactionServer(overrides)), podMergeSchema);
}

/** Each as `Kind name keys`. */
function inShort(references: readonly Reference[]): readonly string[] {
  return references.map(({ kind, name, keys, use, optional }) => {
    return [kind, name, keys === 'all' ? keys : keys.join('+'), ...(optional ? ['optional'] : []), use].join(' ');
  });
}

/** What IXN reads when this is laid over its pods. */
function readWith(spec: object): readonly string[] {
  return inShort(referencesWith({ spec: { ixnServer: { podTemplate: { spec } } } }).ixnServer);
}

describe('the Secrets and ConfigMaps of an instance', () => {
  it('are none where the spec names none', () => {
    expect(referencesWith({})).toEqual({ ixnServer: [], ixnNode: [], ixnVQNode: [] });
  });

  it('are, for each workload, those that its connections need, with the keys in use, and the pull secrets', () => {
    const { ixnServer, ixnNode, ixnVQNode } = referencesOf(parsed(fullInteractionServer()), podMergeSchema);
    expect(inShort(ixnServer).toSorted()).toEqual([
      'ConfigMap pg-ca root.pem read',
      'Secret another  pull',
      'Secret ixn-db-secret-100 password+username read',
      'Secret kafka-ca ca.crt read',
      'Secret kafka-user password+username read',
      'Secret pullsecret  pull',
    ]);
    expect(inShort(ixnNode).toSorted()).toEqual([
      'Secret another  pull',
      'Secret ixn-node-db-secret-100 password+username read',
      'Secret pg-node-ca ca.crt read',
      'Secret pullsecret  pull',
      'Secret redis-ors-secret voice-redis-ors-stream read',
    ]);
    expect(inShort(ixnVQNode).toSorted()).toEqual([
      'Secret another  pull',
      'Secret kafka-ca ca.crt read',
      'Secret kafka-user password+username read',
      'Secret pullsecret  pull',
    ]);
  });

  it.each<[string, object, readonly string[]]>([
    [
      'a volume as a whole',
      { volumes: [{ name: 'more', secret: { secretName: 'tls', optional: true } }] },
      ['Secret tls all optional read'],
    ],
    [
      'some files of a volume',
      { volumes: [{ name: 'more', configMap: { name: 'rules', items: [{ key: 'a', path: 'b' }] } }] },
      ['ConfigMap rules a read'],
    ],
    [
      'a projected volume',
      {
        volumes: [
          { name: 'more', projected: { sources: [{ secret: { name: 'tls' } }, { configMap: { name: 'ca' } }] } },
        ],
      },
      ['Secret tls all read', 'ConfigMap ca all read'],
    ],
    [
      'the environment',
      {
        containers: [
          { name: 'more', image: 'a', envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'rules' } }] },
          { name: 'ixn-server', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'one', key: 'k' } } }] },
        ],
      },
      ['Secret one k read', 'Secret all all read', 'ConfigMap rules all read'],
    ],
    ['what the images are pulled with', { imagePullSecrets: [{ name: 'mine' }] }, ['Secret mine  pull']],
    [
      'the settings that the operator itself makes',
      { containers: [{ name: 'more', image: 'a', envFrom: [{ configMapRef: { name: 'tenant-100-ixn-node' } }] }] },
      [],
    ],
    ['something of the same name that is no reference', { nodeSelector: { secret: 'yes', configMap: 'no' } }, []],
  ])('are also those of a podTemplate: %s', (_, spec, references) => {
    expect(readWith(spec).toSorted()).toEqual(references.toSorted());
  });

  it('are not those that a podTemplate takes away', () => {
    const volumes = [{ name: 'db-secrets', $retainKeys: ['name', 'csi'], csi: { driver: 'vault' } }];
    const db = { host: 'pg', credentialsSecretRef: { name: 'db' } };
    const { ixnServer } = referencesWith({ spec: { ixnServer: { db, podTemplate: { spec: { volumes } } } } });
    expect(ixnServer).toEqual([]);
  });
});
