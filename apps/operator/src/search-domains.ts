/**
 * The domains in which a pod of a namespace looks for short names, of the text of the operator's own resolv.conf: in a cluster
 * they are the operator's with another namespace. Elsewhere nothing tells the domain of the cluster, and it is cluster.local.
 */
export function searchDomainsOf(namespace: string, resolvConf: string): readonly string[] {
  const own = searchIn(resolvConf);
  const [ofNamespace, ...others] = own;
  const inCluster = ofNamespace !== undefined && /^[^.]+\.svc\./.test(ofNamespace);
  if (inCluster) return [ofNamespace.replace(/^[^.]+/, namespace), ...others];
  return [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'];
}

/** The last line with search domains counts (resolv.conf(5)). */
function searchIn(resolvConf: string): readonly string[] {
  const lines = resolvConf.split('\n').map((line) => line.trim().split(/\s+/));
  const [, ...domains] = lines.findLast(([word]) => word === 'search') ?? [];
  return domains.map((domain) => domain.replace(/\.$/, '')).filter((domain) => domain !== '');
}
