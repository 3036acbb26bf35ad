import { type Logger, pino } from 'pino'

export type { Logger }

/** How deep an error's causes are followed. */
const MAX_CAUSES = 5

/**
 * A JSON logger. Logs never hold a message's body, a key or a whole phone number: errors are written without what they
 * carry along, and fields of such names are censored as the last net.
 */
export function createLogger(
  options: { level: string; name: string },
  destination?: { write(line: string): unknown },
): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    base: { name: options.name },
    serializers: { err: describeError },
    redact: {
      paths: ['*.authorization', '*["x-api-key"]', '*.apiKey', '*.secret', '*.text', '*.caption', '*.qr'],
      censor: '[redacted]',
    },
  }
  return destination ? pino(settings, destination) : pino(settings)
}

/**
 * What a log says of an error. Drizzle writes a query's parameters, which are users' data, into the message and so into
 * the stack; other libraries hang whole requests on theirs. Only name, code, message and the place are taken.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { cause, code } = error as { cause?: unknown; code?: unknown }
  const nested = cause ?? (error as { error?: unknown }).error
  return {
    type: error.name,
    message: withoutNumbers(withoutParameters(error.message)),
    ...(code !== undefined && { code }),
    at: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => withoutNumbers(line.trim())),
    ...(nested !== undefined && depth < MAX_CAUSES && { cause: describeError(nested, depth + 1) }),
  }
}

/** Masks phone numbers, alone or in a JID: an error of a library may quote whom it was about. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w-])\+?\d{7,15}(?![\w-])/g, '[number]')
}

function withoutParameters(message: string): string {
  const end = message.indexOf('\nparams:')
  return end === -1 ? message : message.slice(0, end)
}
