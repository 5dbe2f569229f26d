import { readStatus } from '@ixn/interaction-server';
import type { Action, Call } from '../command-line/command.ts';
import { withCluster } from '../cluster/cluster.ts';
import { findInstance } from '../cluster/instance.ts';
import type { Io } from '../io.ts';
import { connectionRows } from '../connections/connection-rows.ts';
import { done, notDone, type Problem, problem } from '../problems.ts';
import { followInstance } from './follow-instance.ts';
import { pageFiles } from './generated/page-files.ts';
import { type MapServer, startMapServer } from './map-server.ts';
import { mapView } from './map-view.ts';
import { createRowTimes } from './row-times.ts';

/** Serves the live connection map of an instance to the browser of this machine, until somebody ends it. */
export const map: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const port = Number(call.text('port') ?? 0);
    const wrong = problemWith(call, port);
    if (wrong !== undefined) return notDone(problem('UsageInvalid', `map: ${wrong}`));
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const { namespace, name } = found.value;
    const follower = followInstance(cluster, found.value, io.nowMs);
    const times = createRowTimes();
    const view = () => {
      const { object, link } = follower.sight();
      const instance = { namespace, name, object, status: readStatus(Reflect.get(object, 'status')) };
      const nowMs = io.nowMs();
      return JSON.stringify(mapView({ instance, since: times.note(connectionRows(instance), nowMs), link, nowMs }));
    };
    const server = await startMapServer({ port, files: pageFiles, latest: view }).catch(portProblem(port));
    if ('code' in server) return notDone(server);
    io.print(`The connections of ${namespace}/${name}: ${server.url}\nIt goes on until Ctrl-C.\n`);
    if (shouldOpen(call, io)) await open(server, io);
    await follower.run(() => server.tell(view()), io.signal);
    await server.close();
    return done;
  });

function problemWith(call: Call, port: number): string | undefined {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return '--port must be a number up to 65535';
  return call.has('open') && call.has('no-open') ? '--open and --no-open are opposites' : undefined;
}

function portProblem(port: number): (error: NodeJS.ErrnoException) => Problem {
  return (error) => problem('PortUnavailable', `127.0.0.1:${port}: ${error.code ?? error.message}`);
}

function shouldOpen(call: Call, io: Io): boolean {
  return call.has('open') || (io.isTerminal && !call.has('no-open'));
}

async function open(server: MapServer, io: Io): Promise<void> {
  if (!(await io.openInBrowser(server.urlForOnce())))
    io.complain('No browser could be opened: open the address yourself.\n');
}
