import type { Failure } from '@ixn/kube-client';
import type { Exit } from './exit-codes.ts';

/** What the program itself may have to say against a command; what an API server says has codes of its own. */
export const problemCodes = {
  UsageInvalid: {
    exit: 'usage',
    meaning: 'The command, an option or an argument is not one that the program knows.',
    remedy: 'Look at `kubectl ixn COMMAND --help`.',
  },
  KubeconfigInvalid: {
    exit: 'unanswered',
    meaning: 'There is no kubeconfig, it cannot be read, or it has no such context.',
    remedy: 'Name one with --kubeconfig or KUBECONFIG, and the context with --context.',
  },
  FileUnreadable: {
    exit: 'refused',
    meaning: 'A file cannot be read or written.',
    remedy: 'Mend its path or its permissions; files that exist already are never overwritten.',
  },
  FileInvalid: {
    exit: 'refused',
    meaning: 'A file is not what the command reads: no YAML, or no InteractionServer in it.',
    remedy: 'Mend what the message names.',
  },
  SpecInvalid: {
    exit: 'refused',
    meaning: 'A resource in a file breaks rules of the schema.',
    remedy: 'Mend the fields that the message names.',
  },
  InstanceMissing: {
    exit: 'refused',
    meaning: 'There is no InteractionServer in the namespace.',
    remedy: 'Name the namespace with -n, or the context with --context.',
  },
  InstanceAmbiguous: {
    exit: 'refused',
    meaning: 'The namespace has several InteractionServers, and the command is for one.',
    remedy: 'Name one of those that the message lists.',
  },
  PortUnavailable: {
    exit: 'refused',
    meaning: 'The page cannot be served on the port: another program has it, or it is reserved.',
    remedy: 'Name another one with --port, or none for one that is free.',
  },
  ImportIncomplete: {
    exit: 'refused',
    meaning: 'The values could be imported in part only; the report on standard error says what is left.',
    remedy: 'Fill in placeholders, and mend or drop what is not understood.',
  },
  CodeUnknown: {
    exit: 'refused',
    meaning: 'No condition, reason or error has this name.',
    remedy: 'Run `kubectl ixn explain` without a name for the list.',
  },
} as const satisfies Record<string, { readonly exit: Exit; readonly meaning: string; readonly remedy: string }>;

export type ProblemCode = keyof typeof problemCodes;

/** Why a command was not done. */
export interface Problem {
  readonly code: ProblemCode | Failure['code'];
  readonly exit: Exit;
  readonly message: string;
}

export function problem(code: ProblemCode, message: string): Problem {
  return { code, exit: problemCodes[code].exit, message };
}

/** What an API server, or the way to it, says against a request. */
export function problemOf({ code, category, message }: Failure): Problem {
  const isAnswer = (category === 'terminal' && code !== 'Aborted') || category === 'conflict';
  return { code, exit: isAnswer ? 'refused' : 'unanswered', message };
}

/** One line for the problem and one for what to do next. */
export function problemInWords({ code, message }: Problem): string {
  return `error: ${code}: ${message}\n`;
}

/** What a command gives back. */
export type Done = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };

export const done: Done = { ok: true };

export function notDone(reason: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: reason };
}
