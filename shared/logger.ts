import { type Logger, pino } from 'pino'

export type { Logger }

/**
 * A JSON logger. Logs never hold a message's body, a key or a whole phone number: what may slip in by an
 * error's or a library's fields is censored here, as the last net.
 */
export function createLogger(options: { level: string; name: string }): Logger {
  return pino({
    name: options.name,
    level: options.level,
    base: { name: options.name },
    redact: {
      paths: [
        '*.authorization',
        '*["x-api-key"]',
        '*.apiKey',
        '*.secret',
        '*.text',
        '*.caption',
        '*.qr',
        '*.params',
        'err.params',
        'err.query',
      ],
      censor: '[redacted]',
    },
  })
}
