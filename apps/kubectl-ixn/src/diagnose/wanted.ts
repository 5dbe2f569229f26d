import { type Plan, type PlannedField, planInWords } from '@ixn/plan';
import type { Cluster } from '../cluster/cluster.ts';
import type { Instance } from '../cluster/instance.ts';
import type { Io } from '../io.ts';
import { planAll } from '../plan.ts';
import { manifestsOf } from '../render/manifests-of.ts';
import { redactedYaml } from './redact.ts';
import type { BundleFile } from './tar.ts';

const leftOut = '(left out)';

/** What the program of this version would have of an instance. */
export interface Wanted {
  readonly files: readonly BundleFile[];
  readonly problems: readonly string[];
}

/** The objects that an instance should have, and what would be done now to have them: where these differ from what is there, it tells. */
export async function wantedOf(cluster: Cluster, { object, namespace }: Instance, io: Io): Promise<Wanted> {
  const problems: string[] = [];
  const files: BundleFile[] = [];
  const rendered = manifestsOf(object, namespace, { podMonitors: false });
  if (rendered.ok) files.push({ path: 'manifests.yaml', text: redactedYaml(rendered.objects) });
  else problems.push(`manifests: SpecInvalid: ${rendered.message}`);
  const planned = await planAll(
    [object],
    { ...cluster, namespace },
    { ...io, complain: (text) => problems.push(text.trim()) },
  );
  if (planned.ok)
    files.push({ path: 'plan.txt', text: planned.value.map((plan) => planInWords(withoutValues(plan))).join('\n') });
  else problems.push(`plan: ${planned.failure.code}: ${planned.failure.message}`);
  return { files, problems };
}

/** A plan cuts long values off: half of what a Secret holds would not be known any more, so that it could not be taken out. */
function withoutValues(plan: Plan): Plan {
  const bare = ({ path, before, after }: PlannedField): PlannedField => ({
    path,
    ...(before !== undefined && { before: leftOut }),
    ...(after !== undefined && { after: leftOut }),
  });
  const objects = plan.objects.map((object) => {
    return { ...object, fields: object.fields.map(bare), byServer: object.byServer.map(bare) };
  });
  return { ...plan, objects };
}
