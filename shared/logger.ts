import { type Logger, type LoggerOptions, levels, pino } from 'pino'
import { COUNTED_EVENTS } from './contracts/countedEvents.ts'
import { withSourceLines } from './sourceLines.ts'

export type { Logger }

/** Maximum depth of an error's causes in the log. */
const MAX_CAUSES = 5

/** The entry of metrics in CloudWatch's embedded format. */
export const METRICS_ENTRY = 'metrics'
const ALWAYS_WRITTEN: ReadonlySet<unknown> = new Set([...COUNTED_EVENTS, METRICS_ENTRY])

/**
 * Creates a JSON logger. The logger writes metrics, and the entries that alarms count, at every level. A log never contains the text of a message, a key or a whole phone number. The logger writes errors without
 * their additional properties, and censors fields by name as a last resort.
 * @param options.isSync true if each entry is written before the call returns. Lambda freezes a function after its answer, and an entry that
 * is not written by then is late or lost.
 */
export function createLogger(
  options: { level: string; name: string; isSync?: boolean },
  destination?: { write(line: string): unknown },
): Logger {
  const settings = {
    name: options.name,
    ...levelOf(options.level),
    base: { name: options.name },
    serializers: { err: describeError },
    redact: {
      paths: ['*.authorization', '*["x-api-key"]', '*.apiKey', '*.secret', '*.text', '*.caption', '*.qr'],
      censor: '[redacted]',
    },
  }
  const stream = destination ?? (options.isSync ? pino.destination({ dest: 1, sync: true }) : undefined)
  return stream ? pino(settings, stream) : pino(settings)
}

/** Returns the settings of a level. Above `info`, the logger looks at each entry. */
function levelOf(level: string): Pick<LoggerOptions, 'level' | 'hooks'> {
  const least = level === 'silent' ? Number.POSITIVE_INFINITY : (levels.values[level] ?? 0)
  if (least <= (levels.values.info ?? 0)) return { level }
  return {
    level: 'info',
    hooks: {
      logMethod(args, write, ofEntry) {
        if (ofEntry >= least || args.some((arg) => ALWAYS_WRITTEN.has(arg))) write.apply(this, args)
      },
    },
  }
}

/**
 * Returns the name, code, message and place of an error, and its causes. Drizzle writes the parameters of a query, which are the
 * data of users, into the message and thus into the stack. Other libraries attach whole requests to their errors.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { cause, code } = error as { cause?: unknown; code?: unknown }
  const nested = cause ?? (error as { error?: unknown }).error
  return {
    type: error.name,
    message: withoutNumbers(withoutParameters(error.message)),
    ...(code !== undefined && { code }),
    at: placesOf(error),
    ...(nested !== undefined && depth < MAX_CAUSES && { cause: describeError(nested, depth + 1) }),
  }
}

/** Returns the first lines of an error's stack, with the places in our sources. */
function placesOf({ stack = '' }: Error): string[] {
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return withSourceLines(lines.slice(0, 8)).map((line) => withoutNumbers(line.trim()))
}

/** Masks phone numbers, alone or in a JID. The error of a library may quote the number of a person. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w-])\+?\d{7,15}(?![\w-])/g, '[number]')
}

function withoutParameters(message: string): string {
  const end = message.indexOf('\nparams:')
  return end === -1 ? message : message.slice(0, end)
}
