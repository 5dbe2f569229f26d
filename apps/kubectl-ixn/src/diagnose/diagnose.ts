import { join } from 'node:path';
import type { Action, Call } from '../command-line/command.ts';
import { type Cluster, withCluster } from '../cluster/cluster.ts';
import { findInstance, type Instance } from '../cluster/instance.ts';
import type { Io } from '../io.ts';
import { done, notDone } from '../problems.ts';
import { writeNewFile } from '../read-resources.ts';
import { type BundleInput, bundleOf, problemsOf } from './bundle.ts';
import { type Gathered, gather } from './gather.ts';
import { type LogsRead, readLogs } from './logs.ts';
import { readReferences, type ReferencesRead } from './references.ts';
import { createScrubber } from './scrub.ts';
import { tarOf } from './tar.ts';
import { wantedOf } from './wanted.ts';

/** Writes a bundle for support. */
export const diagnose: Action = (call, io) =>
  withCluster(call, async (cluster) => {
    const found = await findInstance(cluster, call.positional);
    if (!found.ok) return notDone(found.problem);
    const instance = found.value;
    const [gathered, wanted, serverVersion] = await Promise.all([
      gather(cluster, instance),
      wantedOf(cluster, instance, io),
      cluster.client.raw('/version'),
    ]);
    const specs = [instance.object, ...gathered.pods].map((object) => Reflect.get(object, 'spec'));
    const references = await readReferences(cluster, instance.namespace, specs);
    const nowMs = io.nowMs();
    const input: BundleInput = {
      instance,
      gathered,
      references,
      wanted,
      logs: await logsOf(call, cluster, instance, gathered, references, io),
      serverVersion: serverVersion.ok ? serverVersion.value : serverVersion.failure.message,
      nowMs,
    };
    const files = bundleOf(input);
    const output = call.text('output') ?? `${instance.name}-diagnosis`;
    const outputs = output.endsWith('.tar')
      ? [{ path: output, content: tarOf(files, nowMs) }]
      : files.map(({ path, text }) => ({ path: join(output, path), content: text }));
    for (const { path, content } of outputs) {
      const written = await writeNewFile(path, content, io);
      if (!written.ok) return notDone(written.problem);
    }
    const unread = problemsOf(input).length;
    io.print(
      `Wrote ${output}: ${files.length} files${unread > 0 ? `; problems.txt has ${unread} lines on what is not in it` : ''}.\n`,
    );
    return done;
  });

/** None, unless all can be taken out of them that Secrets hold. */
async function logsOf(
  call: Call,
  cluster: Cluster,
  instance: Instance,
  { pods }: Gathered,
  { unreadSecrets, values }: ReferencesRead,
  { signal }: Io,
): Promise<LogsRead> {
  if (call.has('no-logs')) return { files: [], problems: ['logs: left out, as --no-logs says'] };
  if (unreadSecrets.length === 0) return readLogs(cluster, instance, pods, createScrubber(values), signal);
  const why = 'you may not read these Secrets, and what they hold could not be taken out';
  return { files: [], problems: [`logs: left out, as ${why}: ${unreadSecrets.join(', ')}`] };
}
