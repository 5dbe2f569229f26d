import { createServer, type Socket } from 'node:net';
import { openServer, type OpenServer } from './open-server.ts';

/** Listens on a port and hands over each connection; a connection that breaks is nobody's fault. */
export function listenTcp(port: number, accept: (socket: Socket) => void): Promise<OpenServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    accept(socket);
  });
  return openServer(server, port, () => {
    for (const socket of sockets) socket.destroy();
  });
}

/** The address of whoever connected; an IPv4 address as such, also where the server speaks both. */
export function peerAddress({ remoteAddress = '' }: Socket): string {
  return remoteAddress.replace(/^::ffff:(?=[0-9.]+$)/, '');
}
