import { customResourceDefinition } from '@ixn/interaction-server';
import { podMergeSchema } from '@ixn/test-kit';
import { conditionsPage } from './conditions-page.ts';
import { connectionsPage } from './connections-page.ts';
import { containerContractPage } from './container-contract-page.ts';
import { crdYaml } from './crd-yaml.ts';
import { deployFiles } from './deploy/deploy-files.ts';
import { errorsPage } from './errors-page.ts';
import { kubectlPluginPage } from './kubectl-plugin-page.ts';
import { mapPageModule } from './map-page.ts';
import { migratePage } from './migrate-page.ts';
import { latestResults, performancePage, performancePlot } from './performance-page.ts';
import { referencePage } from './reference-page.ts';
import { rightsPage } from './rights-page.ts';

/** A file that is written from the code: its path from the root, and its whole text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const notice = '# Written by `npm run generate` from libs/interaction-server; change it there.\n';

/** Every generated file of the repository. */
export function generatedFiles(): readonly GeneratedFile[] {
  const crd = customResourceDefinition();
  const results = latestResults();
  return [
    {
      path: `crds/${crd.metadata.name}.yaml`,
      text: notice + crdYaml(),
    },
    ...deployFiles(),
    { path: 'apps/kubectl-ixn/src/render/generated/pod-merge-schema.ts', text: mergeSchemaModule() },
    { path: 'apps/kubectl-ixn/src/map/generated/page-files.ts', text: mapPageModule() },
    { path: 'docs/conditions.md', text: conditionsPage() },
    { path: 'docs/connections.md', text: connectionsPage() },
    { path: 'docs/container-contract.md', text: containerContractPage() },
    { path: 'docs/errors.md', text: errorsPage() },
    { path: 'docs/kubectl-plugin.md', text: kubectlPluginPage() },
    { path: 'docs/migrate-from-helm.md', text: migratePage() },
    { path: 'docs/rights.md', text: rightsPage() },
    { path: 'docs/performance.md', text: performancePage(results) },
    { path: 'docs/performance.svg', text: performancePlot(results) },
    { path: 'docs/reference.md', text: referencePage() },
  ];
}

/** How pod templates are merged, for programs that have no API server to ask. */
function mergeSchemaModule(): string {
  return [
    '// Written by `npm run generate` from test/kit/fixtures, which the integration tests hold against the API server.',
    "import type { MergeSchema } from '@ixn/manifests';",
    '',
    `export const podMergeSchema: MergeSchema = ${JSON.stringify(podMergeSchema, null, 2)};`,
    '',
  ].join('\n');
}
