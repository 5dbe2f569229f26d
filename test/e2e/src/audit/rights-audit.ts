import type { AuditEvent } from '@ixn/control-plane';
import { resourceWords, type Right, type RightScope, type RightTarget, type Verb } from '@ixn/operator';

/** One verb on one resource, as a role gives it, and how often it was used. */
export interface RightUse {
  readonly scope: RightScope;
  readonly verb: Verb;
  /** Such as `statefulsets.apps`. */
  readonly resource: string;
  readonly times: number;
}

export interface RightsAudit {
  readonly uses: readonly RightUse[];
  /** Requests that were refused for lack of a right, in words. */
  readonly forbidden: readonly string[];
  /** Requests that were let through by no right of the list, in words. */
  readonly unlisted: readonly string[];
}

export interface RightsAuditOptions {
  readonly rights: readonly Right[];
  /** All that the operator asked of the API server. */
  readonly requests: readonly AuditEvent[];
  /** Where the operator's pods and its Lease are. */
  readonly operatorNamespace: string;
  /** Whether the API server runs the admission plugin that asks whether owner references may block deletion. */
  readonly enforcesOwnerReferences: boolean;
}

/** Compares what the operator asked for with what it may do. */
export function auditRights(options: RightsAuditOptions): RightsAudit {
  const { rights, requests } = options;
  const ofObjects = requests.filter(({ resource }) => resource !== '');
  const used = ofObjects.filter(({ code }) => !isRefusal(code)).flatMap((request) => usesOf(request, options));
  const single = rights.flatMap(({ scope, on, verbs }) =>
    on.flatMap((target) => verbs.map((verb) => ({ scope, target, verb }))),
  );
  const uses = single.map(({ scope, target, verb }) => {
    const times = used.filter((use) => use.key === keyOf(scope, target, verb)).length;
    return { scope, verb, resource: resourceWords(target), times };
  });
  const known = new Set(single.map(({ scope, target, verb }) => keyOf(scope, target, verb)));
  return {
    uses,
    forbidden: inWords(requests.filter(({ code }) => isRefusal(code))),
    unlisted: inWords(used.filter(({ key }) => !known.has(key)).map(({ request }) => request)),
  };
}

/** The rights that nothing needed. */
export function unusedRights({ uses }: RightsAudit): readonly string[] {
  return uses.filter(({ times }) => times === 0).map(({ scope, verb, resource }) => `${verb} ${resource} (${scope})`);
}

interface Use {
  readonly key: string;
  readonly request: AuditEvent;
}

/** The rights that a request took. */
function usesOf(request: AuditEvent, options: RightsAuditOptions): readonly Use[] {
  const { apiGroup: group, resource, verb, code } = request;
  const scope = scopeOf(request, options);
  const target = { group, resource };
  const uses = [{ key: keyOf(scope, target, verb), request }];
  // Server-side apply of what is not there yet is asked for as a patch, and allowed as a create.
  if (verb !== 'patch' || code !== 201) return uses;
  uses.push({ key: keyOf(scope, target, 'create'), request });
  return options.enforcesOwnerReferences ? [...uses, ...ownerUses(request, options.rights)] : uses;
}

/** What an admission plugin asks about whoever makes an object with an owner; it leaves no line of its own. */
function ownerUses(request: AuditEvent, rights: readonly Right[]): readonly Use[] {
  return rights
    .filter(({ askedBy }) => askedBy === 'OwnerReferencesPermissionEnforcement')
    .flatMap(({ scope, on, verbs }) =>
      on.flatMap((target) => verbs.map((verb) => ({ key: keyOf(scope, target, verb), request }))),
    );
}

/** By which role a request was let through. */
function scopeOf(
  { apiGroup, resource, verb, namespace }: AuditEvent,
  { rights, operatorNamespace }: RightsAuditOptions,
): RightScope {
  const scopes = rights
    .filter(({ on, verbs }) => {
      const isVerb = verbs.some((one) => one === verb);
      return isVerb && on.some((target) => target.group === apiGroup && target.resource === resource);
    })
    .map(({ scope }) => scope);
  const ofItsOwn = scopes.find((scope) => scope === 'own' || scope === 'lease');
  return (
    (namespace === operatorNamespace ? ofItsOwn : undefined) ??
    scopes.find((scope) => scope !== ofItsOwn) ??
    'instances'
  );
}

function isRefusal(code: number): boolean {
  return code === 401 || code === 403;
}

function keyOf(scope: RightScope, target: RightTarget, verb: string): string {
  return `${scope} ${verb} ${resourceWords(target)}`;
}

function inWords(requests: readonly AuditEvent[]): readonly string[] {
  return [
    ...new Set(
      requests.map(({ verb, requestUri, code, message }) => `${verb} ${requestUri}: ${code} ${message}`.trim()),
    ),
  ];
}
