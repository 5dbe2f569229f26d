import { resourceType } from '@ixn/interaction-server';
import { stringify } from 'yaml';
import { deployFile } from './base.ts';

/** The actions that Argo CD offers, each a script of its name in deploy/gitops/argocd. */
export const argoActions = ['pause', 'resume', 'apply-pending'] as const;

export function argoScript(name: 'health' | 'discovery' | (typeof argoActions)[number]): string {
  return deployFile(`gitops/argocd/${name}.lua`);
}

/** What the ConfigMap argocd-cm has to hold, as a patch of it. */
export function argoConfigMap(): string {
  const kind = `${resourceType.group}_${resourceType.kind}`;
  const definitions = argoActions.map((name) => ({ name, 'action.lua': argoScript(name) }));
  const actions = stringify({ 'discovery.lua': argoScript('discovery'), definitions }, { lineWidth: 0 });
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'argocd-cm', namespace: 'argocd' },
      data: {
        [`resource.customizations.health.${kind}`]: argoScript('health'),
        [`resource.customizations.actions.${kind}`]: actions,
      },
    },
    { lineWidth: 0 },
  );
}
