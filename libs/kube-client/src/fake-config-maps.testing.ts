import type { KubeObject, ResourceType } from './objects.ts';

export const configMaps: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};

export interface TestConfigMap extends KubeObject {
  readonly data: Readonly<Record<string, string>>;
}

export function isTestConfigMap(object: object): object is TestConfigMap {
  return 'data' in object;
}

export interface FakeEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: TestConfigMap;
}

/** ConfigMaps with versions and a history, as an API server keeps them. */
export interface FakeConfigMaps {
  put(name: string, value?: string, namespace?: string, labels?: Record<string, string>): TestConfigMap;
  remove(name: string, namespace?: string): void;
  /** Changes that no open watch is told of, as if they fell into a gap. */
  silently<T>(change: () => T): T;
  objects(namespace?: string): readonly TestConfigMap[];
  version(): number;
  /** Forgets the history: versions from before are expired. */
  compact(): void;
  /** Goes on without versions that were given out, as after a restore from a backup. */
  rewind(byVersions: number): void;
  /** The events since a version; undefined when it is expired. */
  since(version: number): readonly FakeEvent[] | undefined;
}

export function createFakeConfigMaps(happened: (event: FakeEvent) => void): FakeConfigMaps {
  const objects = new Map<string, TestConfigMap>();
  let history: (FakeEvent & { readonly version: number })[] = [];
  let version = 100;
  let oldest = 100;
  let uids = 0;
  let silent = false;

  function record(event: FakeEvent): void {
    history.push({ ...event, version });
    if (!silent) {
      happened(event);
    }
  }

  return {
    put(name, value = '', namespace = 'default', labels = {}) {
      version += 1;
      uids += 1;
      const before = objects.get(`${namespace}/${name}`);
      const uid = before?.metadata.uid ?? `uid-${uids}`;
      const metadata = { name, namespace, uid, labels, resourceVersion: String(version) };
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value } };
      objects.set(`${namespace}/${name}`, object);
      record({ type: before === undefined ? 'ADDED' : 'MODIFIED', object });
      return object;
    },
    remove(name, namespace = 'default') {
      const before = objects.get(`${namespace}/${name}`);
      if (before === undefined) {
        throw new Error(`there is no ${name}`);
      }
      version += 1;
      objects.delete(`${namespace}/${name}`);
      const metadata = { ...before.metadata, resourceVersion: String(version) };
      record({ type: 'DELETED', object: { ...before, metadata } });
    },
    silently(change) {
      silent = true;
      const result = change();
      silent = false;
      return result;
    },
    objects: (namespace) =>
      [...objects.values()].filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
    version: () => version,
    compact() {
      oldest = version;
      history = [];
    },
    rewind(byVersions) {
      version -= byVersions;
      oldest = 0;
      history = [];
    },
    since: (from) => (from < oldest ? undefined : history.filter((event) => event.version > from)),
  };
}
