/** A visible list of named actions, each with the time that it took. */
export interface Steps {
  /** Runs an action under a name; shows it when it begins and when it has ended, whichever way. */
  step<T>(name: string, action: () => Promise<T>): Promise<T>;
  /** Shows a detail below the step that is going on. */
  detail(text: string): void;
}

/** Steps that are written line by line, so that a log reads as well as a terminal. */
export function createSteps(write: (line: string) => void, nowMs: () => number): Steps {
  return {
    async step(name, action) {
      write(`• ${name} ...`);
      const startedMs = nowMs();
      const seconds = () => `${((nowMs() - startedMs) / 1000).toFixed(1)} s`;
      try {
        const result = await action();
        write(`✓ ${name} (${seconds()})`);
        return result;
      } catch (error) {
        write(`✗ ${name} (${seconds()})`);
        throw error;
      }
    },
    detail: (text) => write(`    ${text}`),
  };
}
