import { join } from 'node:path';
import type { Action } from '../command-line/command.ts';
import { withCluster } from '../cluster/cluster.ts';
import { findInstance } from '../cluster/instance.ts';
import { done, notDone } from '../problems.ts';
import { writeNewFile } from '../read-resources.ts';
import { bundleOf } from './bundle.ts';
import { gather } from './gather.ts';
import { readReferences } from './references.ts';
import { tarOf } from './tar.ts';

/** Writes a bundle for support. */
export const diagnose: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const instance = found.value;
    const [gathered, references, serverVersion] = await Promise.all([
      gather(cluster, instance),
      readReferences(cluster, instance.namespace, Reflect.get(instance.object, 'spec')),
      cluster.client.raw('/version'),
    ]);
    const nowMs = io.nowMs();
    const files = bundleOf({
      instance,
      gathered,
      references,
      serverVersion: serverVersion.ok ? serverVersion.value : serverVersion.failure.message,
      nowMs,
    });
    const output = call.text('output') ?? `${instance.name}-diagnosis`;
    const outputs = output.endsWith('.tar')
      ? [{ path: output, content: tarOf(files, nowMs) }]
      : files.map(({ path, text }) => ({ path: join(output, path), content: text }));
    for (const { path, content } of outputs) {
      const written = await writeNewFile(path, content, io);
      if (!written.ok) return notDone(written.problem);
    }
    const unread = gathered.problems.length + references.problems.length;
    io.print(
      `Wrote ${output}: ${files.length} files${unread > 0 ? `; ${unread} kinds or objects could not be read` : ''}.\n`,
    );
    return done;
  });
