import type { Instance } from '../cluster/instance.ts';
import { columns } from '../table.ts';

/** One line for each instance, as `kubectl get` has it, with what waits. */
export function instanceLines(instances: readonly Instance[]): string {
  const rows = instances.map(({ namespace, name, status }) => {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    const { ixnServer = '', ixnNode = '', ixnVQNode = '', connections = '' } = status?.summary ?? {};
    const waiting = status?.pending?.changes.length ?? 0;
    const cells = [ready?.status ?? '', ready?.reason ?? '', ixnServer, ixnNode, ixnVQNode, connections];
    return [namespace, name, ...cells, String(waiting)];
  });
  const head = ['NAMESPACE', 'NAME', 'READY', 'REASON', 'IXN', 'NODE', 'VQ', 'CONNECTIONS', 'WAITING'];
  return columns([head, ...rows]);
}
