import { asText } from '../value-tree.ts';
import type { Reader } from './rule.ts';

export const text: Reader = { expects: 'a text', of: asText };

export const wholeNumber: Reader = {
  expects: 'a whole number',
  of: (value) => (/^[0-9]{1,9}$/.test(asText(value) ?? '') ? Number(value) : undefined),
};

const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

export const yesOrNo: Reader = {
  expects: 'true or false',
  of: (value) => words.get((asText(value) ?? '').toLowerCase()),
};

/** TLS to a database: the chart says only whether. */
export const sslMode: Reader = {
  expects: 'true or false',
  of: (value) => {
    const on = yesOrNo.of(value);
    return on === undefined ? undefined : on === true ? 'require' : 'disable';
  },
};

/** A quantity of Kubernetes stays as it is written. */
export const quantity: Reader = {
  expects: 'a quantity',
  of: (value) => (typeof value === 'boolean' ? undefined : asText(value)),
};
