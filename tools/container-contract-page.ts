import { connections, containerContract, parties, workloads } from '@ixn/connections';
import { page, table, wrap } from './markdown.ts';

/** docs/container-contract.md: what the images of the workloads are told, and what they must offer. */
export function containerContractPage(): string {
  const contract = containerContract(connections);
  return page('libs/connections', [
    '# Container contract',
    wrap(
      'What the operator tells the image of each workload, and what the image must offer. *Vendor*: the vendor’s ' +
        'documentation of its chart says so. *Ours*: it says nothing, and the name is our choice; an image that reads other ' +
        'names gets them by `podTemplate`.',
    ),
    wrap(
      'Every workload is told who it is and where it listens: `TENANT_ID`, `TENANT_SID`, `DEFAULT_PORT` and `HEALTH_PORT` ' +
        '(ours). IXN Node is told its `SETTINGS`, as JSON, and `STORING_SESSIONS` too (ours). Variables come from a ConfigMap of ' +
        'the workload’s name; a variable whose row is not configured is left out. Files hold secrets, and are never variables.',
    ),
    wrap(
      'The schema of a database is made by an init container of the same image with the argument `init-schema`, with the same ' +
        'variables and files (ours): it creates what is missing, and never replaces what is there. Pods run without root, with a ' +
        'root file system that nobody can write to; `/tmp` can be written to, and the log folder of IXN.',
    ),
    ...workloads.flatMap((workload) => [
      `## ${parties[workload].label}`,
      table(
        ['what', 'name', 'says', 'rows', 'source'],
        contract
          .filter((line) => line.workload === workload)
          .map((line) => [line.kind, `\`${line.name}\``, line.description, line.rows.join(', '), line.source]),
      ),
    ]),
  ]);
}
