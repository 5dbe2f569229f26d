import type { Transport } from '@ixn/kube-client';
import { z } from 'zod';
import { auditedRequests, isChildWrite } from './audit-requests.ts';
import { typeOf } from './child-type.ts';
import { createChannel } from './channel.ts';
import { createInstances } from './create-instances.ts';
import { inParallel } from './in-parallel.ts';
import type { Scene } from './scene.ts';
import { fillTemplate, type InstanceParts } from './templates.ts';

const user = 'bench-limit';

/**
 * What the API server can do at best: nothing but the applies that `count` instances need, so many instances at a time.
 * Seconds from the first creation of an instance to the last apply, as the audit log has them.
 */
export async function measureLimit(scene: Scene, count: number, concurrency: number): Promise<number> {
  const transport = scene.transportFor(user, concurrency);
  const created = createChannel<InstanceParts>();
  const startedAt = Date.now();
  const creating = createInstances(scene.transportFor('bench'), scene.namespace, count, created.push);
  const applying = inParallel(created.items(), concurrency, (parts) =>
    applyChildren(transport, scene.templates, parts),
  );
  await creating;
  created.end();
  await applying;
  await transport.close();
  const writes = (await auditedRequests(scene.auditLogPath, user, startedAt)).filter(isChildWrite);
  return (Math.max(...writes.map(({ at }) => at)) - startedAt) / 1000;
}

const named = z.object({ kind: z.string(), metadata: z.object({ name: z.string(), namespace: z.string() }) });

async function applyChildren(transport: Transport, templates: readonly string[], parts: InstanceParts): Promise<void> {
  for (const template of templates) {
    const body = fillTemplate(template, parts);
    const result = await transport.send({
      verb: 'apply',
      resource: 'children',
      method: 'PATCH',
      path: `${pathOf(named.parse(JSON.parse(body)))}?fieldManager=bench&force=true`,
      contentType: 'application/apply-patch+yaml',
      body,
      repeat: 'never',
    });
    if (!result.ok) throw new Error(result.failure.message);
  }
}

function pathOf({ kind, metadata: { name, namespace } }: z.infer<typeof named>): string {
  const type = typeOf(kind);
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  return `${root}/namespaces/${namespace}/${type.plural}/${name}`;
}
