export type { Assumption } from './completions.ts';
export {
  type Imported,
  type ImportedInstance,
  type ImportedResource,
  type ImportInput,
  importValues,
} from './import-values.ts';
export { type MappingLine, mappingTable } from './mapping-table.ts';
export type { Environment } from './placeholders.ts';
export type { ValuesFile } from './read-values.ts';
export type { ReportEntry } from './report.ts';
export { holdsCredential, namesCredential } from './credentials.ts';
export { countsOf, type ImportCounts, reportInWords } from './report-in-words.ts';
export type { SecretManifest } from './secret-manifests.ts';
export { toFillIn } from './to-fill-in.ts';
