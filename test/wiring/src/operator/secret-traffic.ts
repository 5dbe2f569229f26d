import { isWrite, readAuditLog } from '@ixn/control-plane';
import { operatorUser, type Scene } from './scene.ts';

/** How often each Secret of the scene was written by its owner, and read by the operator, as the API server knows. */
export async function secretTraffic({ controlPlane, namespace }: Scene) {
  const events = await readAuditLog(controlPlane.auditLogPath ?? '');
  const ofSecrets = events.filter((event) => event.resource === 'secrets' && event.namespace === namespace);
  const counts = (names: readonly string[]) =>
    Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, { length }]) => [name, length]));
  const written = ofSecrets.filter((event) => isWrite(event) && event.verb !== 'delete' && event.code < 300);
  const read = ofSecrets.filter(({ user, verb }) => user === operatorUser && verb === 'get');
  return {
    written: counts(written.map(({ name = '' }) => name)),
    read: counts(read.map(({ name = '' }) => name)),
  };
}
