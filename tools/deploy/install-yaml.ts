import { customResourceDefinition } from '@ixn/interaction-server';
import { parse, stringify } from 'yaml';
import { deployFile, type Fields, kustomization, type Manifest } from './base.ts';
import { clusterRoleYaml, operatorName, ownRoleYaml } from './roles.ts';

const component = 'components/high-availability';

/** deploy/install.yaml: the CRD, and what overlays/cluster-wide makes, for those who have kubectl alone. */
export function installYaml(): string {
  const { resources, images = [] } = kustomization('operator');
  const base = resources.map((file): Manifest => parse(operatorFile(file)));
  const added = kustomization(component).resources.map((file): Manifest => parse(deployFile(`${component}/${file}`)));
  const patch: Fields = parse(deployFile(`${component}/deployment-patch.yaml`));
  const [namespace, ...others] = base.map((object) => (object.kind === 'Deployment' ? merge(object, patch) : object));
  const crd = merge(customResourceDefinition(), { metadata: { labels: { 'app.kubernetes.io/name': operatorName } } });
  const texts = [namespace, crd, ...others, ...added].map((object) =>
    // As crdYaml.
    stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }),
  );
  const named = images.reduce(
    (text, { name, newName, newTag }) => text.replaceAll(`image: ${name}\n`, `image: ${newName}:${newTag}\n`),
    texts.join('---\n'),
  );
  return `# Written by \`npm run generate\`; change crds/, deploy/operator and deploy/components instead.\n${named}`;
}

/** A file of deploy/operator as it is to be: some are written by the same run. */
function operatorFile(file: string): string {
  switch (file) {
    case 'cluster-role.yaml':
      return clusterRoleYaml();
    case 'role.yaml':
      return ownRoleYaml();
    default:
      return deployFile(`operator/${file}`);
  }
}

/** What a patch of maps makes of an object; its lists replace those of the object. */
function merge(object: unknown, patch: unknown): unknown {
  if (!isFields(object) || !isFields(patch)) return patch;
  const changed = Object.entries(patch).map(([key, value]) => [key, merge(object[key], value)]);
  return { ...object, ...Object.fromEntries(changed) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
