import type { FlowLimits } from '../settings/flowLimits.ts'
import type { Message } from '../settings/message.ts'

/** The messages of one flow-control key. */
interface KeyState {
  /** Waiting messages, in the order in which they became due. */
  waiting: Map<string, FlowLimits>
  active: number
}

/**
 * Begins the messages of a flow-control key in order, and limits the number in flight. Keys do not wait for
 * each other.
 */
export class FlowControl {
  private readonly keys = new Map<string, KeyState>()
  private readonly begin: (messageId: string) => void

  /** @param begin is called with each message that may begin */
  constructor(begin: (messageId: string) => void) {
    this.begin = begin
  }

  /** Takes a message that is due. The message begins now, or when the key has a place. */
  enter({ messageId, flowControl }: Message): void {
    if (!flowControl) {
      this.begin(messageId)
      return
    }
    const state = this.keys.get(flowControl.key) ?? { waiting: new Map(), active: 0 }
    this.keys.set(flowControl.key, state)
    state.waiting.set(messageId, flowControl)
    this.fill(flowControl.key)
  }

  /** Frees the place of an attempt that ended. */
  leave({ flowControl }: Message): void {
    if (!flowControl) return
    const state = this.keys.get(flowControl.key)
    if (state) state.active -= 1
    this.fill(flowControl.key)
  }

  private fill(key: string): void {
    const state = this.keys.get(key)
    if (!state) return
    for (const [messageId, { parallelism }] of state.waiting) {
      if (state.active >= parallelism) break
      state.waiting.delete(messageId)
      state.active += 1
      this.begin(messageId)
    }
    if (state.waiting.size === 0 && state.active === 0) this.keys.delete(key)
  }
}
