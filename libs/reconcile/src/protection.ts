import type { ProtectionPolicy } from '@ixn/assessment';
import type { ClusterReader, CustomResource } from './ports.ts';

/** How it stands with the protection that a spec asks for, whatever rules the spec breaks; undefined where it asks for none. */
export function protectionOf({ spec }: CustomResource, reader: ClusterReader): ProtectionPolicy | undefined {
  const asked = typeof spec === 'object' && spec !== null && Reflect.get(spec, 'deletionProtection') === true;
  return asked ? reader.protectionPolicy() : undefined;
}
