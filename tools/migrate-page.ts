import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importValues, mappingTable, reportInWords, toFillIn } from '@ixn/import-values';
import { stringify } from 'yaml';
import { fence, page, table, wrap } from './markdown.ts';
import { switchSteps } from './switch-steps.ts';

const golden = resolve(import.meta.dirname, '../libs/import-values/golden');

/** docs/migrate-from-helm.md: how the values of the vendor's chart become an InteractionServer, and which value goes where. */
export function migratePage(): string {
  const files = filesOf('credentials');
  const { resource, secrets, ...rest } = example('credentials');
  return page('libs/import-values', [
    '# From the vendor’s Helm chart to an InteractionServer',
    wrap(
      'The chart has one release for each tenant; an InteractionServer takes its place. `kubectl ixn import-values` writes it from ' +
        'the same override files, in the same order:',
    ),
    '<!-- needs: files -->',
    fence('sh', ['kubectl ixn import-values -f base.yaml -f site.yaml -f tenant.yaml > tenant-100.yaml']),
    '## What it does',
    [
      '- **Merges as Helm does**: maps key by key, lists and scalars as a whole, null takes a value away. Values that override files do',
      '  not mention are the chart’s own defaults; give the chart’s `values.yaml` as the first file to have those too.',
      '- **Placeholders** such as `$NAME` and `${NAME}` are filled in from the environment, as a pipeline does before Helm reads a file.',
      '  What the environment does not know stays in the resource and is reported; `--strict` then ends with 1.',
      '- **Templates** in values that name other values, such as `{{ .Values.tenant.sid | quote }}`, are filled in. Others, which need the',
      '  chart itself, stay and are reported.',
      '- **Texts that are YAML of their own** (`volumes`, `volumeMounts`, `annotations` and the like) are read as such.',
      `- **Credentials** are never copied. For those that stand in the values it writes a Secret with \`${toFillIn}\` in their place; texts`,
      '  that have a password in them are reported as not understood. Placeholders and templates that name a credential stay as they are.',
      '- **Every value of every file** is in the report exactly once: where it went, why it is not needed, or that it is not understood.',
    ].join('\n'),
    '## Example',
    wrap('Two files, the second with mistakes in it:'),
    ...files.flatMap(({ name, text }) => [`<!-- file: ${name} -->`, fence('yaml', [`# ${name}`, text])]),
    fence('sh', [`kubectl ixn import-values${files.map(({ name }) => ` -f ${name}`).join('')} > tenant-500.yaml`]),
    wrap('The report on standard error:'),
    fence('text', [reportInWords({ secrets, ...rest })]),
    wrap('And what comes out on standard output:'),
    fence('yaml', [
      [resource, ...secrets].map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n'),
    ]),
    '## Before you apply it',
    [
      '1. Fill in what the report lists.',
      '2. Add what the chart has no value for, where you need it: `spec.ixnNode.voiceRq`, `spec.ixnServer.pulse`, `spec.networkPolicy`,',
      '   `spec.updatePolicy` ([connections](connections.md), [updates](updates.md)).',
      '3. Look at what would be made: `kubectl ixn render -f tenant-100.yaml`, or `kubectl ixn plan -f tenant-100.yaml` on the cluster.',
      '4. IXN must never run twice for one tenant, and the operator knows nothing of the pods of a Helm release: take the steps below.',
    ].join('\n'),
    ...switchSteps(),
    '## Which value goes where',
    wrap(
      'In the paths of the chart `*` is any key, `[]` any place in a list, and `**` all that is below. What is not in this table is ' +
        'reported as not understood. The names of images’ repositories and of the Secrets with the users of databases are assumed as ' +
        'the chart has them where no value says them; the report lists that, too.',
    ),
    table(
      ['values of the chart', 'become'],
      mappingTable().map(({ helm, says }) => [`\`${helm}\``, says]),
    ),
  ]);
}

function filesOf(set: string) {
  const names = readdirSync(join(golden, set)).filter((name) => /^[0-9]-/.test(name));
  return names.toSorted().map((name) => ({ name, text: readFileSync(join(golden, set, name), 'utf8') }));
}

function example(set: string) {
  const imported = importValues({ files: filesOf(set), environment: {} });
  if (!imported.ok) throw new Error(JSON.stringify(imported.problems));
  return imported.value;
}
