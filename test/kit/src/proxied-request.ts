/** What a request to the API server does; `apply` is a server-side apply, `patch` any other patch. */
export type ProxiedVerb = 'get' | 'list' | 'watch' | 'apply' | 'patch' | 'create' | 'update' | 'delete';

/** One request, as a fault plan sees it. */
export interface ProxiedRequest {
  readonly verb: ProxiedVerb;
  /** Plural, with the subresource behind a slash; the whole path for what is no resource, such as `/version`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** Whether it is a list that is to come as a stream (`sendInitialEvents`). */
  readonly streamed: boolean;
  /** Whether it changes nothing although it is a write. */
  readonly dryRun: boolean;
  /** Path and query. */
  readonly url: string;
  /** 1 for the first request of this verb and resource. */
  readonly count: number;
}

/** True for requests that change something. */
export function isChange({ verb, dryRun }: Pick<ProxiedRequest, 'verb' | 'dryRun'>): boolean {
  return !dryRun && verb !== 'get' && verb !== 'list' && verb !== 'watch';
}

/** Reads what a request asks for off its method, its URL and its Content-Type. */
export function readRequest(method: string, url: string, contentType: string): Omit<ProxiedRequest, 'count'> {
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  const { resource, namespace, name } = readPath(pathname);
  // A streamed list is a watch that begins with all objects; whoever asks for it lists.
  const streamed = searchParams.has('sendInitialEvents');
  const watch = ['1', 'true'].includes(searchParams.get('watch') ?? '') && !streamed;
  return {
    verb: verbOf(method, contentType, watch, name !== undefined || resource === pathname),
    resource,
    namespace,
    name,
    streamed,
    dryRun: searchParams.has('dryRun'),
    url,
  };
}

function readPath(pathname: string): Pick<ProxiedRequest, 'resource' | 'namespace' | 'name'> {
  const found = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/;
  const [, namespace, plural, name, subresource] = found.exec(pathname) ?? [];
  if (plural === undefined) return { resource: pathname, namespace: undefined, name: undefined };
  return { resource: subresource === undefined ? plural : `${plural}/${subresource}`, namespace, name };
}

function verbOf(method: string, contentType: string, watch: boolean, named: boolean): ProxiedVerb {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'DELETE':
      return 'delete';
    case 'PATCH':
      return contentType.startsWith('application/apply-patch') ? 'apply' : 'patch';
    default:
      if (watch) return 'watch';
      return named ? 'get' : 'list';
  }
}
