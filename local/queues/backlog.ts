import { Fifo } from './fifo.ts'
import { MessageGroup, type QueuedMessage } from './messageGroup.ts'

/**
 * The waiting messages of a queue, by group. A group is locked until each of its messages in flight is
 * settled or returned.
 */
export class Backlog {
  /** The groups that have messages, waiting or in flight. */
  readonly #groups = new Map<string, MessageGroup>()
  /** The groups that are not locked. The group that has been free for the longest time is next. */
  readonly #free = new Fifo<MessageGroup>()

  add(message: QueuedMessage): void {
    const known = this.#groups.get(message.group)
    const group = known ?? new MessageGroup()
    group.add(message)
    if (known) return
    this.#groups.set(message.group, group)
    this.#free.push(group)
  }

  /**
   * Takes messages for a flight: as many of one group as possible, then of other groups. SQS returns "as many
   * messages with the same message group ID as possible"
   * (repost.aws/knowledge-center/sqs-fifo-messages-not-returned).
   * @param most the largest number of messages
   */
  take(most: number): QueuedMessage[] {
    const taken: QueuedMessage[] = []
    while (taken.length < most) {
      const group = this.#free.shift()
      if (!group) break
      for (let message = group.shift(); message; ) {
        taken.push(message)
        group.inFlight += 1
        message = taken.length < most ? group.shift() : undefined
      }
    }
    return taken
  }

  /** Returns a message from its flight to its old place. */
  putBack(message: QueuedMessage): void {
    this.#groups.get(message.group)?.putBack(message)
    this.settle(message)
  }

  /** Ends the flight of a message. */
  settle({ group: id }: QueuedMessage): void {
    const group = this.#groups.get(id)
    if (!group) return
    group.inFlight -= 1
    if (group.inFlight > 0) return
    if (group.isEmpty) this.#groups.delete(id)
    else this.#free.push(group)
  }

  [Symbol.iterator](): Iterator<QueuedMessage> {
    return [...this.#groups.values()].flatMap((group) => [...group]).values()
  }
}
