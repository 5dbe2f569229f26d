import type { Block } from './blocks.ts';

/**
 * What a command may need that is not there when the documents are tried. The list is closed: to add a need is to say that
 * something of the documentation stays untried.
 */
export const needs = {
  argocd: 'a cluster with Argo CD',
  cluster: 'a cluster whose nodes are real: pods that run, a network that enforces policies',
  database: 'a PostgreSQL server',
  docker: 'Docker, to make images or clusters',
  files: 'files that only the reader has',
  internet: 'a registry or a site on the internet',
  openshift: 'an OpenShift cluster',
  time: 'minutes',
} as const;

export type Need = keyof typeof needs;

/** What the comment before a block asks of whoever tries it. */
export type Directive =
  | { readonly kind: 'none' }
  /** `needs: docker`: it is not tried. */
  | { readonly kind: 'needs'; readonly need: Need }
  /** `stays until: TEXT`: the last command goes on in a terminal of its own; the next one waits for the text. */
  | { readonly kind: 'stays'; readonly until: string }
  /** `exits: 1`: the last command ends with that. */
  | { readonly kind: 'exits'; readonly status: number }
  /** `file: NAME`: the reader keeps the block as that file. */
  | { readonly kind: 'file'; readonly name: string }
  /** `example`: it shows something, and is no output of what stands before it. */
  | { readonly kind: 'example' };

/** Languages that nobody runs. */
const shown = ['', 'diff', 'json', 'lua', 'mermaid', 'text', 'ts', 'yaml'];

/** Reads the comment before a block; gives what is wrong with it as a sentence. */
export function directiveOf({ language, directive }: Block): Directive | string {
  if (language !== 'sh' && !shown.includes(language)) return `nobody knows what to do with the language ${language}`;
  if (directive === undefined) return { kind: 'none' };
  const [, word, value = ''] = /^([a-z ]+)(?:: (.+))?$/.exec(directive) ?? [];
  switch (word) {
    case 'needs':
      return isNeed(value) ? { kind: 'needs', need: value } : `nobody knows the need ${value}`;
    case 'stays until':
      return { kind: 'stays', until: value };
    case 'exits':
      return { kind: 'exits', status: Number(value) };
    case 'file':
      return /^[\w-][\w.-]*$/.test(value)
        ? { kind: 'file', name: value }
        : `the file ${value} is not in the folder itself`;
    case 'example':
      return { kind: 'example' };
    default:
      return `nobody knows what the comment ${directive} means`;
  }
}

function isNeed(word: string): word is Need {
  return Object.hasOwn(needs, word);
}
