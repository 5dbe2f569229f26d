import { formatHostPort } from '@ixn/connections';
import type { Place } from './dialer.ts';
import { failure, failureOf } from './failure.ts';

/** At most so many nodes that a server leads on to are asked, and so many at once. */
const maxNodes = 64;
const maxNodesAtOnce = 8;

/** Of nodes that do not answer so many are named. */
const maxNamed = 3;

/**
 * Asks the nodes that a server leads its clients on to, but the one at `asked`. Throws NodeUnreachable when some do not answer.
 * Gives how many there are in all.
 */
export async function probeNodes(
  nodes: readonly Place[],
  asked: Place,
  hideAddresses: boolean,
  probe: (node: Place) => Promise<unknown>,
): Promise<number> {
  const distinct = new Map(nodes.map((node) => [formatHostPort(node.host, node.port), node]));
  const count = distinct.size;
  distinct.delete(formatHostPort(asked.host, asked.port));
  const waiting = [...distinct].slice(0, maxNodes);
  const broken: string[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, node] = next;
      const words = await failureWords(node, probe);
      if (words !== undefined) broken.push(`${hideAddresses ? 'one' : name} (${words})`);
    }
  };
  await Promise.all(Array.from({ length: maxNodesAtOnce }, work));
  if (broken.length === 0) return count;
  const named = broken.toSorted().slice(0, maxNamed).join(', ');
  throw failure('NodeUnreachable', `${broken.length} of ${count} nodes that it leads to do not answer: ${named}`);
}

async function failureWords(node: Place, probe: (node: Place) => Promise<unknown>): Promise<string | undefined> {
  try {
    await probe(node);
    return undefined;
  } catch (error) {
    const found = failureOf(error);
    if (found === undefined) throw error;
    return found.reason === 'ThroughSidecar' ? 'a client that goes there reaches itself' : found.message;
  }
}

/** A place that a server has named. Throws ProtocolError for one that cannot be: it would stand in a message. */
export function nodeAt(host: string, port: number): Place {
  if (!/^[\w.:-]{1,253}$/.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw failure('ProtocolError', 'it leads to a node whose address is none');
  }
  return { host, port };
}
