import { given } from './given.ts'
import type { ReceivedKind } from './kind.ts'

export const event: ReceivedKind = {
  compose: null,
  read: {
    eventMessage: ({ name, description, startTime, isCanceled }) => ({
      text: [name, description].filter(Boolean).join('\n'),
      event: {
        name: name ?? '',
        ...given('description', description || undefined),
        ...given('startsAt', toSeconds(startTime)),
        ...(isCanceled && { canceled: true }),
      },
    }),
  },
}

/** Returns a time in Unix seconds, or undefined for a time that is absent or that no number can hold. */
function toSeconds(time: unknown): number | undefined {
  const seconds = Number(time ?? 0)
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined
}
