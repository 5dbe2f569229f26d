import packageJson from '../package.json' with { type: 'json' };

/** The version of the program, which is that of the operator whose plans it makes. */
export const { version } = packageJson;
