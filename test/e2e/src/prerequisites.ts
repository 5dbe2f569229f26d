import { runCommand } from '@ixn/control-plane';

export type Tool = 'docker' | 'kind' | 'kubectl';

/** For each tool: how to ask it whether it works, and what to do where it does not. */
const tools = {
  docker: {
    ask: ['version', '--format', '{{.Server.Version}}'],
    install: 'install Docker Engine or Docker Desktop: https://docs.docker.com/get-docker/',
    mend: 'its daemon does not answer: start Docker, and see that you may use it',
  },
  kind: {
    ask: ['version'],
    install: 'install kind: https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
    mend: 'it does not run',
  },
  kubectl: {
    ask: ['version', '--client'],
    install: 'install kubectl: https://kubernetes.io/docs/tasks/tools/',
    mend: 'it does not run',
  },
} as const satisfies Record<Tool, object>;

/** What is missing of these tools, one sentence each with what to do about it; empty when all of them work. */
export async function findMissing(wanted: readonly Tool[], environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const problems = await Promise.all(wanted.map((tool) => problemOf(tool, environment)));
  return problems.filter((problem) => problem !== undefined);
}

async function problemOf(tool: Tool, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { ask, install, mend } = tools[tool];
  try {
    const { exitCode, stderr } = await runCommand(tool, ask, { env });
    return exitCode === 0 ? undefined : `${tool} is on the PATH, but ${mend} (it says: ${stderr.trim()})`;
  } catch {
    return `${tool} is not on the PATH: ${install}`;
  }
}
