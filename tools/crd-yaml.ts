import { customResourceDefinition } from '@ixn/interaction-server';
import { stringify } from 'yaml';

/** The CRD as YAML, for readers of YAML 1.1 too: kubectl is one, and takes a plain Off for false. */
export function crdYaml(): string {
  return stringify(customResourceDefinition(), { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
