import { runCommand } from '@ixn/control-plane';

export type Tool = 'docker' | 'buildx' | 'kind' | 'kubectl' | 'helm';

/** For each tool: its command line, how to ask it whether it works, and what to do where it does not. */
const tools = {
  docker: {
    command: ['docker'],
    ask: ['version', '--format', '{{.Server.Version}}'],
    install: 'install Docker Engine or Docker Desktop: https://docs.docker.com/get-docker/',
    mend: 'its daemon does not answer: start Docker, and see that you may use it',
  },
  buildx: {
    command: ['docker', 'buildx'],
    ask: ['version'],
    install: 'install Docker and its plugin buildx: https://docs.docker.com/build/install-buildx/',
    mend: 'it does not run: install its plugin buildx, https://docs.docker.com/build/install-buildx/',
  },
  kind: {
    command: ['kind'],
    ask: ['version'],
    install: 'install kind: https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
    mend: 'it does not run',
  },
  kubectl: {
    command: ['kubectl'],
    ask: ['version', '--client'],
    install: 'install kubectl: https://kubernetes.io/docs/tasks/tools/',
    mend: 'it does not run',
  },
  helm: {
    command: ['helm'],
    ask: ['version', '--short'],
    install: 'install Helm 3.17 or newer: https://helm.sh/docs/intro/install/',
    mend: 'it does not run',
  },
} as const satisfies Record<Tool, object>;

/** What is missing of these tools, one sentence each with what to do about it; empty when all of them work. */
export async function findMissing(wanted: readonly Tool[], environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const problems = await Promise.all(wanted.map((tool) => problemOf(tool, environment)));
  return problems.filter((problem) => problem !== undefined);
}

async function problemOf(tool: Tool, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { command, ask, install, mend } = tools[tool];
  const [program, ...subcommand] = command;
  const name = command.join(' ');
  try {
    const { exitCode, stderr } = await runCommand(program, [...subcommand, ...ask], { env });
    return exitCode === 0 ? undefined : `${name} is on the PATH, but ${mend} (it says: ${stderr.trim()})`;
  } catch {
    return `${name} is not on the PATH: ${install}`;
  }
}
