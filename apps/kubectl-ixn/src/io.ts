/** All of the outside that a command reaches, but the cluster. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** The text of a file; `-` is standard input. Rejects with the system's error. */
  readonly readText: (path: string) => Promise<string>;
  /** Makes a file that is not there yet, and the folders that it lies in. Rejects with the system's error. */
  readonly writeNew: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Whether a person reads what is printed, as it is. */
  readonly isTerminal: boolean;
  /** Has the desktop open an address. False where nothing can. */
  readonly openInBrowser: (url: string) => Promise<boolean>;
  readonly nowMs: () => number;
  /** Aborts when somebody ends the program. */
  readonly signal: AbortSignal;
}
