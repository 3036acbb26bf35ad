import type { Clock } from '../../clock.ts'
import type { FlowLimits } from '../settings/flowLimits.ts'
import type { Message } from '../settings/message.ts'
import type { Store } from '../state/store.ts'
import type { Agenda } from './agenda.ts'

interface Lane {
  /** In the order in which they fell due. */
  waiting: Map<string, FlowLimits>
  active: number
}

/**
 * Lets messages of one key begin in order, as many at once and in a period as the first one allows; a key waits for no
 * other. A period begins with the first call of the key, as at QStash, and outlives a restart.
 */
export class FlowControl {
  private readonly lanes = new Map<string, Lane>()
  private readonly windows: Store['windows']
  private readonly agenda: Agenda
  private readonly clock: Clock
  private readonly begin: (messageId: string) => void

  /** `begin` is called with each message whose turn has come. */
  constructor(windows: Store['windows'], agenda: Agenda, clock: Clock, begin: (messageId: string) => void) {
    this.windows = windows
    this.agenda = agenda
    this.clock = clock
    this.begin = begin
    for (const [key, { endsAt }] of windows.entries()) agenda.at(endsAt, () => this.endWindow(key))
  }

  /** Takes a message that is due: it begins now, or when its turn comes. */
  enter({ messageId, flowControl }: Message): void {
    if (!flowControl) {
      this.begin(messageId)
      return
    }
    const lane = this.lanes.get(flowControl.key) ?? { waiting: new Map(), active: 0 }
    this.lanes.set(flowControl.key, lane)
    lane.waiting.set(messageId, flowControl)
    this.pump(flowControl.key)
  }

  /** An attempt that began is over. */
  leave({ flowControl }: Message): void {
    if (!flowControl) return
    const lane = this.lanes.get(flowControl.key)
    if (lane) lane.active -= 1
    this.pump(flowControl.key)
  }

  /** A message that may be waiting will not come. */
  forget({ messageId, flowControl }: Message): void {
    if (!flowControl) return
    if (this.lanes.get(flowControl.key)?.waiting.delete(messageId)) this.pump(flowControl.key)
  }

  private pump(key: string): void {
    const lane = this.lanes.get(key)
    if (!lane) return
    for (const [messageId, limits] of lane.waiting) {
      if (!this.admits(lane, limits)) break
      lane.waiting.delete(messageId)
      lane.active += 1
      this.count(limits)
      this.begin(messageId)
    }
    if (lane.waiting.size === 0 && lane.active === 0) this.lanes.delete(key)
  }

  private admits({ active }: Lane, { key, parallelism, rate }: FlowLimits): boolean {
    const begun = this.windows.get(key)?.count ?? 0
    return (parallelism === undefined || active < parallelism) && (rate === undefined || begun < rate)
  }

  private count({ key, rate, periodMs }: FlowLimits): void {
    const running = this.windows.get(key)
    if (!running && rate === undefined) return
    const endsAt = running?.endsAt ?? this.clock.now() + periodMs
    this.windows.set(key, { endsAt, count: (running?.count ?? 0) + 1 })
    if (!running) this.agenda.at(endsAt, () => this.endWindow(key))
  }

  private endWindow(key: string): void {
    this.windows.delete(key)
    this.pump(key)
  }
}
