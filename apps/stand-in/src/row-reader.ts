import type { EnvironmentVariable, MountedFile, Outgoing } from '@ixn/connections';
import type { ReadFolder } from './mounted-files.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a container is told: its environment and the folders that are mounted into it. */
export interface Surroundings {
  readonly environment: Environment;
  readonly readFolder: ReadFolder;
}

/** A variable and its value, where it has one. */
export interface Told {
  readonly name: string;
  readonly text: string | undefined;
}

/** A mounted folder and its files by name; undefined where it is not mounted. */
export interface Folder {
  readonly path: string;
  readonly files: Readonly<Record<string, string>> | undefined;
}

/** What a container is told of one row, found by what the row itself says of its variables and files. */
export interface RowReader {
  readonly outgoing: Outgoing;
  /** The variable whose value comes from there. */
  told(matches: (value: EnvironmentVariable['value']) => boolean): Told;
  /** The variable that has the setting at this path. */
  setting(path: string): Told;
  /** The same, which must be there. */
  required(path: string): string;
  /** The same as a yes or no; undefined where nothing is said. */
  flag(path: string): boolean | undefined;
  /** The folder for the reference at this path of the settings. */
  folder(path: string): Folder;
  /** The JSON document that is mounted for the row; undefined where none is. */
  document(): Readonly<Record<string, unknown>> | undefined;
  /** Notes what is wrong: a real server would not start with it. Never with what a Secret holds. */
  wrong(problem: string): void;
}

/** Reads a row; `wrong` is told of every problem. */
export function rowReader(
  outgoing: Outgoing,
  { environment, readFolder }: Surroundings,
  wrong: RowReader['wrong'],
): RowReader {
  const told: RowReader['told'] = (matches) => {
    const name = outgoing.environment.find(({ value }) => matches(value))?.name ?? '';
    return { name, text: environment[name] || undefined };
  };
  const setting = (path: string) => told((value) => 'path' in value && value.path === path);
  const folderOf = (matches: (content: MountedFile['content']) => boolean): Folder => {
    const path = outgoing.files.find(({ content }) => matches(content))?.mountPath ?? '';
    return { path, files: path === '' ? undefined : readFolder(path) };
  };
  return {
    outgoing,
    told,
    setting,
    required: (path) => {
      const { name, text = '' } = setting(path);
      if (text === '') wrong(`${name} is missing`);
      return text;
    },
    flag: (path) => {
      const { name, text } = setting(path);
      if (text !== undefined && text !== 'true' && text !== 'false') wrong(`${name} must be true or false`);
      return text === undefined ? undefined : text === 'true';
    },
    folder: (path) => folderOf((content) => content.path === path),
    document: () => {
      const { path, files } = folderOf(({ from }) => from === 'secret-key');
      if (files === undefined) return undefined;
      const document = parseObject(Object.values(files)[0] ?? '');
      if (document === undefined) wrong(`the file in ${path} must be a JSON object`);
      return document;
    },
    wrong,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // JSON.parse repeats what it read, and that is a secret.
    return undefined;
  }
}
