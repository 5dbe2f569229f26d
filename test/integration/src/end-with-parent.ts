// Ends a process when the one that started it has gone, be it killed: then the channel between them closes.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
