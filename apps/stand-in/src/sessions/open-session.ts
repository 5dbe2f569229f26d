import type { Dependency } from '../dependency.ts';
import { openConsul, openHttp } from './http-sessions.ts';
import { openKafka } from './kafka-session.ts';
import { openPostgresql } from './postgresql-session.ts';
import { openRedis } from './redis-session.ts';
import type { OpenSession, Who } from './session.ts';
import { openTcp } from './tcp-session.ts';

/** How sessions with a dependency are opened. Clients of protocols are loaded with the first session that needs them. */
export function sessionsWith(dependency: Dependency, who: Who): OpenSession {
  switch (dependency.kind) {
    case 'tcp':
      return (signal) => openTcp(dependency, who, signal);
    case 'http':
      return (signal) => openHttp(dependency, signal);
    case 'consul':
      return (signal) => openConsul(dependency, signal);
    case 'postgresql':
      return (signal) => openPostgresql(dependency, who, signal);
    case 'redis':
      return (signal) => openRedis(dependency, who, signal);
    case 'kafka':
      return (signal) => openKafka(dependency, who, signal);
  }
}
