/** The container's health check: exits with 0 when `/health/live` answers. */
const port = process.env.PORT ?? '3000';
const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
