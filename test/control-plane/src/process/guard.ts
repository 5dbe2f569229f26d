import { spawn } from 'node:child_process';

/**
 * A tiny shell process that outlives us by a moment. It reads from a pipe which processes are ours; when the pipe ends
 * without a word because we died, however that came about, it kills them and removes our files.
 */
export interface Guard {
  readonly pid: number;
  /** The process and the group that it leads. */
  watch(pid: number): void;
  forget(pid: number): void;
  /** Nothing is left to guard: it goes without doing anything. */
  dismiss(): Promise<void>;
}

// Processes are killed as groups, since each was started as the leader of its own. The removal is tried again: a
// process that is just dying may still have written a file.
const script = `
pids=
while read -r verb pid; do
  case $verb in
    watch) pids="$pids $pid" ;;
    forget) rest=; for each in $pids; do [ "$each" = "$pid" ] || rest="$rest $each"; done; pids=$rest ;;
    dismiss) exit 0 ;;
  esac
done
for pid in $pids; do kill -s KILL -- "-$pid" 2>/dev/null; done
for try in 1 2 3 4 5; do rm -rf -- "$@" && break; sleep 0.2; done
`;

/** Starts the guard. `remove` names what it deletes when we die: give it only what is ours. */
export function startGuard(remove: readonly string[]): Guard {
  // detached: in a session of its own it survives a Ctrl-C in our terminal and a kill of our process group.
  const child = spawn('sh', ['-c', script, 'process-guard', ...remove], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('cannot start a shell to guard what is started');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined); // the guard was killed: the next start cleans up instead
  const say = (line: string) => child.stdin.write(`${line}\n`);
  return {
    pid,
    watch: (watched) => say(`watch ${watched}`),
    forget: (watched) => say(`forget ${watched}`),
    dismiss: async () => {
      child.stdin.end('dismiss\n');
      await ended;
    },
  };
}
