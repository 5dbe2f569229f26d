import type { Transport } from '@ixn/kube-client';
import { createTurns, rankOf, type Turns } from '@ixn/operator';
import { z } from 'zod';
import { auditedRequests, isChildWrite } from './audit-requests.ts';
import { typeOf } from './child-type.ts';
import { createInstances } from './create-instances.ts';
import type { Scene } from './scene.ts';
import { fillTemplate, type InstanceParts } from './templates.ts';

const user = 'bench-limit';

/**
 * What the API server can do at best: nothing but the applies that `count` instances need, so many at a time. Those of one
 * instance come one after the other, as later objects need earlier ones; of different instances, what is cheap comes first
 * and pods, which keep the machine busy, come last. Instance after instance takes two to three times as long.
 * Seconds from the first creation of an instance to the last apply, as the audit log has them.
 */
export async function measureLimit(scene: Scene, count: number, concurrency: number): Promise<number> {
  const transport = scene.transportFor(user, concurrency);
  const turns = createTurns(concurrency);
  const applying: Promise<void>[] = [];
  const startedAt = Date.now();
  await createInstances(scene.transportFor('bench'), scene.namespace, count, (parts) => {
    applying.push(applyChildren(transport, turns, scene.templates, parts));
  });
  await Promise.all(applying);
  await transport.close();
  const writes = (await auditedRequests(scene.auditLogPath, user, startedAt)).filter(isChildWrite);
  return (Math.max(...writes.map(({ at }) => at)) - startedAt) / 1000;
}

const named = z.object({ kind: z.string(), metadata: z.object({ name: z.string(), namespace: z.string() }) });

async function applyChildren(
  transport: Transport,
  turns: Turns,
  templates: readonly string[],
  parts: InstanceParts,
): Promise<void> {
  for (const template of templates) {
    const body = fillTemplate(template, parts);
    const { kind, metadata } = named.parse(JSON.parse(body));
    const type = typeOf(kind);
    const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
    const path = `${root}/namespaces/${metadata.namespace}/${type.plural}/${metadata.name}?fieldManager=bench&force=true`;
    const result = await turns.take(rankOf(type.kind), () =>
      transport.send({
        verb: 'apply',
        resource: 'children',
        method: 'PATCH',
        path,
        contentType: 'application/apply-patch+yaml',
        body,
        repeat: 'never',
      }),
    );
    if (!result.ok) throw new Error(result.failure.message);
  }
}
