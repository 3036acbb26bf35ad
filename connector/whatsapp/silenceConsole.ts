import type { Logger } from '#shared/logger.ts'

/**
 * Replaces the console, on which libsignal prints private keys and whole sessions (`Closing session: …`). The log records the
 * call without its text.
 */
export function silenceConsole(log: Logger): void {
  const swallow = (first: unknown) => {
    log.trace({ said: typeof first === 'string' ? first.split(':')[0] : typeof first }, 'console.silenced')
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[method] = swallow
}
