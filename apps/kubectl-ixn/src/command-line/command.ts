import type { Io } from '../io.ts';
import type { Done } from '../problems.ts';

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in the help; absent for an option that is there or not. */
  readonly value?: string;
  /** The values that it may have; any when absent. */
  readonly choices?: readonly string[];
  /** Whether it may be given several times. */
  readonly multiple?: true;
  /** Whether the command cannot do without. */
  readonly required?: true;
  readonly help: string;
}

/** An argument that stands by itself. */
export interface Positional {
  readonly name: string;
  readonly help: string;
  readonly required?: true;
  readonly choices?: readonly string[];
  /** Whether all words are one argument. */
  readonly words?: true;
  /** What stands for it when the shell asks how it goes on. */
  readonly completes?: 'instances' | 'codes';
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What it does, in a paragraph. */
  readonly details: string;
  readonly positional?: Positional;
  readonly options: readonly Option[];
  /** Whether it asks a cluster, and so takes the options that name one. */
  readonly asksCluster: boolean;
  /** Command lines after `kubectl ixn`, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Loads what the command needs, and it alone: the program is to start at once. */
  readonly load: () => Promise<Action>;
}

/** A command line that was read. */
export interface Call {
  readonly command: Command;
  readonly positional: string | undefined;
  /** The value of an option; undefined where it was not given. */
  readonly text: (option: string) => string | undefined;
  /** All values of an option that may be given several times. */
  readonly texts: (option: string) => readonly string[];
  /** Whether an option was given. */
  readonly has: (option: string) => boolean;
}

export type Action = (call: Call, io: Io) => Promise<Done>;
