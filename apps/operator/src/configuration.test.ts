import { describe, expect, it } from 'vitest';
import { type Configuration, readConfiguration } from './configuration.ts';

function configurationOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Configuration {
  const read = readConfiguration(args, environment);
  if (read.kind !== 'configuration') throw new Error(JSON.stringify(read));
  return read.configuration;
}

function problemsOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const read = readConfiguration(args, environment);
  return read.kind === 'invalid' ? read.problems : [];
}

const settingNames = [
  'namespaces',
  'workers',
  'resync-seconds',
  'poll-references-seconds',
  'dependency-checks',
  'log-level',
  'http-host',
  'http-port',
  'leader-elect',
  'lease-name',
  'lease-namespace',
  'context',
];

function variableOf(setting: string): string {
  return `IXN_OPERATOR_${setting.toUpperCase().replaceAll('-', '_')}`;
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(configurationOf([])).toEqual({
      namespaces: 'all',
      workers: 128,
      resyncMs: 600_000,
      pollReferencesMs: undefined,
      dialling: 'OutsideCluster',
      logLevel: 'info',
      httpHost: '0.0.0.0',
      httpPort: 8080,
      leaderElect: false,
      leaseName: 'interaction-server-operator',
      leaseNamespace: undefined,
      context: undefined,
    });
  });

  it.each<[string, string, Partial<Configuration>]>([
    ['namespaces', 'voice, chat,voice', { namespaces: ['chat', 'voice'] }],
    ['namespaces', ',', { namespaces: 'all' }],
    ['workers', '256', { workers: 256 }],
    ['resync-seconds', '30', { resyncMs: 30_000 }],
    ['poll-references-seconds', '15', { pollReferencesMs: 15_000 }],
    ['dependency-checks', 'always', { dialling: 'on' }],
    ['dependency-checks', 'never', { dialling: 'Off' }],
    ['log-level', 'debug', { logLevel: 'debug' }],
    ['http-host', '::1', { httpHost: '::1' }],
    ['http-port', '0', { httpPort: 0 }],
    ['leader-elect', 'true', { leaderElect: true }],
    ['leader-elect', 'false', { leaderElect: false }],
    ['lease-name', 'my.lease', { leaseName: 'my.lease' }],
    ['lease-namespace', 'ops', { leaseNamespace: 'ops' }],
    ['context', 'kind-dev', { context: 'kind-dev' }],
  ])('takes %s %s from its flag and from its environment variable', (name, value, expected) => {
    const variable = variableOf(name);
    expect(configurationOf([`--${name}=${value}`])).toMatchObject(expected);
    expect(configurationOf([], { [variable]: value })).toMatchObject(expected);
  });

  it('lets a flag win over the environment', () => {
    expect(configurationOf(['--workers', '3'], { IXN_OPERATOR_WORKERS: '5' }).workers).toBe(3);
  });

  it('takes --leader-elect for a switch', () => {
    expect(configurationOf(['--leader-elect', '--workers', '3'])).toMatchObject({ leaderElect: true, workers: 3 });
  });

  it('lets a flag win over a variable that is wrong', () => {
    expect(configurationOf(['--workers', '3'], { IXN_OPERATOR_WORKERS: 'many' }).workers).toBe(3);
  });

  it('takes a variable that is empty for one that is absent, as manifests often have it', () => {
    const environment = Object.fromEntries(settingNames.map((name) => [variableOf(name), '']));
    expect(configurationOf([], environment)).toEqual(configurationOf([]));
  });

  it('is frozen, its lists too', () => {
    const configuration = configurationOf(['--namespaces', 'voice']);
    expect(Object.isFrozen(configuration)).toBe(true);
    expect(Object.isFrozen(configuration.namespaces)).toBe(true);
  });
});

describe('a configuration that is wrong', () => {
  it.each([
    ['workers', '0', 'must be a whole number from 1 to 256'],
    ['workers', '257', 'must be a whole number from 1 to 256'],
    ['workers', 'many', 'must be a whole number from 1 to 256'],
    ['workers', '1.5', 'must be a whole number from 1 to 256'],
    ['workers', '0x10', 'must be a whole number from 1 to 256'],
    ['workers', '', 'must be a whole number from 1 to 256'],
    ['http-port', '', 'must be a whole number from 0 to 65535'],
    ['http-port', '65536', 'must be a whole number from 0 to 65535'],
    ['http-host', 'localhost', 'must be an IP address'],
    ['log-level', 'loud', 'Invalid option: expected one of "debug"|"info"|"warn"|"error"'],
    ['namespaces', 'voice,Chat', 'must be names of namespaces, such as voice,chat'],
    ['leader-elect', 'yes', 'Invalid option: expected one of "true"|"false"'],
    ['lease-name', 'My Lease', 'must be a name for a Lease, such as interaction-server-operator'],
    ['lease-namespace', 'a.b', 'must be the name of a namespace'],
    ['resync-seconds', '0', 'must be a whole number from 1 to 86400'],
  ])('is refused for --%s=%s: %s', (name, value, problem) => {
    const variable = variableOf(name);
    expect(problemsOf([`--${name}=${value}`])).toEqual([`--${name} (or ${variable}): ${problem}`]);
  });

  it('gives every problem at once, wherever its value came from', () => {
    const problems = problemsOf(['--workers', '0', '--namespaces', 'A,B'], { IXN_OPERATOR_HTTP_PORT: 'x' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      '--namespaces',
      '--namespaces',
      '--workers',
      '--http-port',
    ]);
  });

  it.each([[['--verbose']], [['--workers']], [['voice']]])('is refused for the arguments %j', (args) => {
    expect(problemsOf(args)).toHaveLength(1);
  });
});

describe('--help', () => {
  it('lists every setting with its environment variable', () => {
    const read = readConfiguration(['--help'], {});
    const text = read.kind === 'help' ? read.text : '';
    for (const name of settingNames) {
      expect(text).toContain(`--${name} `);
      expect(text).toContain(variableOf(name));
    }
  });

  it('wins over values that are wrong', () => {
    expect(readConfiguration(['--workers', '0', '--help'], {}).kind).toBe('help');
  });
});
