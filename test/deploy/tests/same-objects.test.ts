import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyObject } from '../src/any-object.ts';
import { comparable } from '../src/comparable.ts';
import { objectsIn, renderChart, renderKustomization, root } from '../src/objects.ts';

/** The chart leaves its namespace to `--create-namespace` or to whoever owns it. */
const withoutNamespace = (objects: readonly AnyObject[]) => objects.filter(({ kind }) => kind !== 'Namespace');
const withoutDefinition = (objects: readonly AnyObject[]) =>
  objects.filter(({ kind }) => kind !== 'CustomResourceDefinition');

describe('the ways to install the operator', () => {
  it('make the same objects by the chart as it is, and by install.yaml', async () => {
    const install = objectsIn(readFileSync(resolve(root, 'deploy/install.yaml'), 'utf8'));
    expect(comparable(await renderChart())).toEqual(comparable(withoutNamespace(install)));
  });

  it('make the same objects by install.yaml and, but for the CRD, by overlays/cluster-wide', async () => {
    const install = objectsIn(readFileSync(resolve(root, 'deploy/install.yaml'), 'utf8'));
    const overlay = await renderKustomization('deploy/overlays/cluster-wide');
    expect(comparable(overlay)).toEqual(comparable(withoutDefinition(install)));
  });

  it('make the same objects by overlays/namespaced and by the chart with that namespace', async () => {
    const overlay = withoutNamespace(await renderKustomization('deploy/overlays/namespaced'));
    const rendered = await renderChart({ namespaces: ['voice'], crds: { install: false } });
    expect(comparable(rendered)).toEqual(comparable(overlay));
  });

  it('hold the CRD of crds/ as it is', async () => {
    const [crd, ...others] = (await renderChart()).filter(({ kind }) => kind === 'CustomResourceDefinition');
    const source = objectsIn(readFileSync(resolve(root, 'crds/interactionservers.ixn.operators.dev.yaml'), 'utf8'));
    expect(others).toEqual([]);
    expect(crd?.['spec']).toEqual(source[0]?.['spec']);
  });
});
