/**
 * Loaded before a server whose memory is measured (`--expose-gc --import`): SIGUSR2 collects garbage, so that memory grown by what was
 * done before is not taken for, or hidden by, what is measured.
 */
process.on('SIGUSR2', () => {
  (globalThis as { gc?: () => void }).gc?.();
});
