/** What the exit status says. */
export const exitCodes = {
  done: { code: 0, meaning: 'It was done.' },
  refused: {
    code: 1,
    meaning: 'It was not done, or what was looked at is not as it should be; standard error says why.',
  },
  usage: { code: 2, meaning: 'The command line is wrong; nothing was tried.' },
  unanswered: {
    code: 3,
    meaning: 'The cluster could not be asked: no kubeconfig, no connection, no credentials, no answer.',
  },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type Exit = keyof typeof exitCodes;
