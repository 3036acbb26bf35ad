import type { Logger } from '#shared/logger.ts'

/**
 * Takes the console from libsignal, which prints private keys and whole sessions on it (`Closing session: …`). That it
 * printed is logged; what it printed is not.
 */
export function silenceConsole(log: Logger): void {
  const swallow = (first: unknown) => {
    log.trace({ said: typeof first === 'string' ? first.split(':')[0] : typeof first }, 'console.silenced')
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) console[method] = swallow
}
