import { vendorUserId } from '@ixn/manifests';
import { securityContextPaths, type Facts } from '../facts.ts';
import { asText, type PlacedLeaf } from '../value-tree.ts';
import { ignored, mapped, notUnderstood, type Outcome, type Rule } from './rule.ts';

/** Whom pods run as: the operator's own choice, but for the one that OpenShift wants. */
export const securityRules: readonly Rule[] = securityContextPaths.map((path) => ({
  helm: `${path.join('.')}.**`,
  says: '`runAsGroup: 0` without `runAsUser`: `spec.platform: OpenShift`; what the operator’s pods have anyway is ignored',
  outcome: securityOutcome,
}));

/** What the pods and containers of the operator have, whatever the platform. */
const always: Readonly<Record<string, string>> = {
  runAsNonRoot: 'true',
  allowPrivilegeEscalation: 'false',
  privileged: 'false',
  readOnlyRootFilesystem: 'true',
  type: 'RuntimeDefault',
};

function securityOutcome({ path, value }: PlacedLeaf, { platform }: Facts): Outcome {
  const field = path.findLast((part) => typeof part === 'string') ?? '';
  const text = asText(value);
  if (always[field] !== undefined && always[field] === text) return ignored('not needed: the pods always have it');
  if (field === 'drop' && text === 'ALL') return ignored('not needed: the pods always have it');
  if (field === 'runAsGroup' && text === '0' && platform === 'OpenShift') return mapped(['platform'], platform);
  const isVendors = text === String(vendorUserId) && ['runAsUser', 'runAsGroup', 'fsGroup'].includes(field);
  if (isVendors && platform === 'Kubernetes') return ignored('not needed: the pods run as the vendor fixed them');
  return notUnderstood('the operator chooses whom pods run as; give it in podTemplate where it has to be');
}
