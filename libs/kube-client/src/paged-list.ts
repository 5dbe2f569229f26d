import { type Failure, type Result, succeeded } from './failure.ts';
import { requestList, type Selection } from './list-request.ts';
import type { KubeObject, ResourceType } from './objects.ts';
import type { Transport } from './transport-types.ts';

/**
 * Lists everything, page by page, as it stood at one moment, and hands over each page as it comes, so that the whole
 * list never is in memory. When the moment is too old to go on (410 in the middle), `restart` is called and everything
 * comes once more in one answer, which cannot be too old. Gives the resourceVersion to watch from.
 */
export async function listPages(
  transport: Transport,
  type: ResourceType,
  selection: Selection,
  { pageSize, timeoutMs, signal }: { pageSize: number; timeoutMs: number; signal: AbortSignal },
  handlers: { page(objects: readonly KubeObject[]): void; restart(failure: Failure): void },
): Promise<Result<string>> {
  // The reflector tries again by itself, and tells of it.
  const call = { repeat: 'never', timeoutMs, signal } as const;
  let limit: number | undefined = pageSize;
  let next: string | undefined;
  for (;;) {
    const answer = await requestList<KubeObject>(transport, type, selection, { limit, continue: next }, call);
    if (answer.ok) {
      handlers.page(answer.value.items);
      next = answer.value.continue;
      if (next === undefined) {
        return succeeded(answer.value.resourceVersion);
      }
    } else if (answer.failure.code === 'Gone' && next !== undefined) {
      handlers.restart(answer.failure);
      next = undefined;
      limit = undefined;
    } else {
      return answer;
    }
  }
}
