import type { Clock } from '../../clock.ts'
import { type Message, viewMessage } from '../settings/message.ts'

/** As many as QStash keeps. */
const MAX_LOGS = 10_000

export type LogState = 'CREATED' | 'ACTIVE' | 'DELIVERED' | 'ERROR' | 'RETRY' | 'FAILED' | 'CANCELED'

/** What else there is to say of a state. */
export interface LogFacts {
  error?: string
  nextDeliveryTime?: number
  responseStatus?: number
}

interface LogEntry {
  message: Message
  /** Unix time in ms. */
  time: number
  state: LogState
  facts: LogFacts
}

type LogView = ReturnType<typeof view>

/** What happened to the messages of late, in memory only. */
export class Logs {
  private entries: LogEntry[] = []
  /** How many were dropped: an entry's cursor is its number since the start. */
  private dropped = 0
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(state: LogState, message: Message, facts: LogFacts = {}): void {
    this.entries.push({ message, time: this.clock.now(), state, facts })
    // Twice as many at most, so that the price of dropping them is shared.
    if (this.entries.length < 2 * MAX_LOGS) return
    this.entries = this.entries.slice(-MAX_LOGS)
    this.dropped += MAX_LOGS
  }

  /** The newest that fit, before `cursor` where one is given; the answer's cursor leads to the next. */
  list(
    fits: (entry: LogView) => boolean,
    count: number,
    cursor?: number,
  ): { events: LogView[]; cursor?: string } {
    const events: LogView[] = []
    let index = Math.min(this.entries.length, (cursor ?? Number.POSITIVE_INFINITY) - this.dropped)
    while (index > 0 && events.length < count) {
      index -= 1
      const entry = this.entries[index]
      const shown = entry && view(entry)
      if (shown && fits(shown)) events.push(shown)
    }
    return index > 0 ? { events, cursor: String(index + this.dropped) } : { events }
  }
}

function view({ message, time, state, facts }: LogEntry) {
  return { ...viewMessage(message), ...facts, time, state }
}
