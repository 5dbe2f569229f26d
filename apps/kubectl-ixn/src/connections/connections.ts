import type { Action } from '../command-line/command.ts';
import { withCluster } from '../cluster/cluster.ts';
import { findInstance } from '../cluster/instance.ts';
import { done, notDone } from '../problems.ts';
import { connectionRows } from './connection-rows.ts';
import { connectionTable } from './connection-table.ts';
import { liveDiagram } from './live-diagram.ts';

/** Shows the connections of an instance. */
export const showConnections: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const rows = connectionRows(found.value);
    switch (call.text('output')) {
      case 'json':
        io.print(`${JSON.stringify(rows, null, 2)}\n`);
        break;
      case 'mermaid':
        io.print(liveDiagram(rows));
        break;
      default:
        io.print(connectionTable(rows));
    }
    return done;
  });
