import { containerPaths } from '@ixn/connections';
import { listenHttp, type Route } from './http-server.ts';
import { greetingOf } from './greeting.ts';
import { keepUp } from './link.ts';
import type { Log } from './log.ts';
import { metricsText } from './metrics.ts';
import { reportRow } from './row-report.ts';
import type { ServerSettings } from './server-settings.ts';
import { sessionsWith } from './sessions/open-session.ts';
import { listenTcp, peerAddress } from './tcp-server.ts';

/** A server of a role that runs. */
export interface RunningServer {
  readonly defaultPort: number;
  readonly healthPort: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Plays a role: listens on its two ports and keeps its outgoing connections up. Rejects when a port cannot be had. */
export async function serve(settings: ServerSettings, podName: string, log: Log): Promise<RunningServer> {
  const who = { ...settings, pod: podName };
  const greeting = greetingOf(who);
  const main = await listenTcp(settings.defaultPort, (socket) => {
    log({ event: 'accepted', from: peerAddress(socket) });
    socket.resume();
    socket.write(`${greeting}\n`);
  });
  const rows = settings.rows.map((row) => ({
    row,
    links: row.dependencies.map((each) => keepUp(each.endpoints, sessionsWith(each, who), log)),
  }));
  const reports = () => rows.map(({ row, links }) => reportRow(row, links));
  const states = () => Object.fromEntries(reports().map(({ number, state }) => [number, state]));
  const closeLinks = () => {
    for (const link of rows.flatMap(({ links }) => links)) link.close();
  };
  let healthy = true;
  const turn = (next: boolean) => {
    healthy = next;
    log({ event: 'health', healthy });
    return { status: 200, body: 'ok\n' };
  };
  const route: Route = (request) => {
    switch (request) {
      case `GET ${containerPaths.health}`:
        // A dependency that is away makes no server unhealthy: a restart would not bring it back.
        return { status: healthy ? 200 : 503, body: { healthy, connections: states() } };
      case `GET ${containerPaths.metrics}`:
        return { status: 200, body: metricsText(settings.role, reports()), contentType: 'text/plain; version=0.0.4' };
      case 'GET /connections':
        return { status: 200, body: reports() };
      case 'POST /fail':
        return turn(false);
      case 'POST /heal':
        return turn(true);
      default:
        return { status: 404, body: 'there is nothing here\n' };
    }
  };
  const health = await listenHttp(settings.healthPort, route).catch(async (error: unknown) => {
    closeLinks();
    await main.close();
    throw error;
  });
  log({ event: 'listening', role: settings.role, defaultPort: main.port, healthPort: health.port });
  return {
    defaultPort: main.port,
    healthPort: health.port,
    close: async () => {
      closeLinks();
      await Promise.all([main.close(), health.close()]);
    },
  };
}
