import { onNpmGone, startControlPlane } from './index.ts';

/** `npm run control-plane`: a bare control plane for work by hand, until Ctrl-C. */
async function main(): Promise<void> {
  const interrupted = new AbortController();
  const interruption = new Promise<void>((resolve) => {
    const interrupt = () => {
      interrupted.abort();
      resolve();
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    onNpmGone(interrupt);
  });
  const startedAt = performance.now();
  const onProgress = (step: string) => {
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`);
  };
  try {
    const controlPlane = await startControlPlane({ onProgress, signal: interrupted.signal });
    console.log(`\nUse it from another terminal:\n\n  export KUBECONFIG=${controlPlane.kubeconfigPath}\n`);
    console.log('Ctrl-C stops it.');
    await interruption;
    console.log('\nstopping');
    await controlPlane.stop();
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
  }
}

await main();
