import { type Command, commandSchema } from '#shared/contracts/commands.ts'
import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import { type BegunCommand, type CommandOutcome, settled } from '../commandOutcome.ts'
import { pause } from '../wait.ts'
import { CommandSource, type ReceivedCommand, type SourceServices } from './commandSource.ts'

/** What a partition does with its commands. */
export interface CommandHandler {
  /** Begins a command; the next of the same group waits until this resolves, and no longer. */
  begin(command: Command): Promise<BegunCommand>
  /** A command that keeps failing: whoever waits for it must hear so. */
  giveUp(command: Command): Promise<void>
}

/** How fast a consumer does what it does; a test is in more of a hurry. */
export interface ConsumerTiming {
  /** A command in hand becomes visible to others this long after its connector's last sign of life. */
  visibilitySeconds: number
  heartbeatMs: number
  /** A command that failed comes back after this long. */
  retrySeconds: number
  /** Commands wait this long in hand behind one that does not begin; then they wait in the queue. */
  holdBehindMs: number
}

/** Visible just before the lease ends; what waits behind another costs no sign of life. */
const TIMING: ConsumerTiming = {
  visibilitySeconds: 7,
  heartbeatMs: 2_200,
  retrySeconds: 2,
  holdBehindMs: 2_000,
}
/** How often a command may fail here. One that takes the whole process down is ended by the queue's own redrive policy. */
const MAX_FAILURES = 5
const MAX_IN_FLIGHT = 500

/**
 * Takes commands off a partition's FIFO queue. Within a group they begin in order, and across groups at the same time;
 * each stays in the queue until it is settled, so that the next owner finds what this connector did not finish.
 */
export class CommandConsumer {
  readonly #log: SourceServices['log']
  readonly #source: CommandSource
  readonly #handler: CommandHandler
  readonly #timing: ConsumerTiming
  readonly #inFlight = new Map<string, ReceivedCommand>()
  /** When each was taken, in ms of `performance.now()`. */
  readonly #takenAt = new WeakMap<ReceivedCommand, number>()
  readonly #groups = new Set<Promise<void>>()
  readonly #failures = new Map<string, number>()
  /** Aborts when no more commands are to be taken. */
  readonly #stopped = new AbortController()
  #loop: Promise<void> = Promise.resolve()
  #heartbeat: NodeJS.Timeout | undefined

  constructor(services: SourceServices, partition: number, handler: CommandHandler, timing = TIMING) {
    this.#log = services.log
    this.#source = new CommandSource(services, partition)
    this.#handler = handler
    this.#timing = timing
  }

  /** How many commands it has begun and not finished. */
  get inFlight(): number {
    return this.#inFlight.size
  }

  /** How long the oldest of them has been in hand. */
  get oldestMs(): number {
    const now = performance.now()
    const ages = [...this.#inFlight.values()].map((message) => now - (this.#takenAt.get(message) ?? now))
    return Math.max(0, ...ages)
  }

  start(): void {
    const { visibilitySeconds, heartbeatMs } = this.#timing
    const extend = () => void this.#source.setVisibility([...this.#inFlight.values()], visibilitySeconds)
    this.#heartbeat = setInterval(extend, heartbeatMs)
    this.#loop = this.#receiveForEver()
  }

  /** Takes no more commands. Resolves when those in hand are settled or given back. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await Promise.all(this.#groups)
    clearInterval(this.#heartbeat)
  }

  /** Takes no more commands and lets go of those in hand: they are another connector's by now. */
  abandon(): void {
    this.#stopped.abort()
    clearInterval(this.#heartbeat)
    void this.#source.setVisibility([...this.#inFlight.values()], 0)
    this.#inFlight.clear()
  }

  /**
   * Resolves when nothing can come any more. A long poll that is broken off may still be handed a command, which then
   * would be nobody's until its visibility ends: it is waited for, and what it brings is given back.
   */
  async closed(): Promise<void> {
    await this.#loop
  }

  async #receiveForEver(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      try {
        const messages = await this.#source.receive(this.#timing.visibilitySeconds)
        if (signal.aborted) return await this.#source.setVisibility(messages, 0)
        for (const group of byGroup(messages)) this.#take(group)
        while (this.#inFlight.size >= MAX_IN_FLIGHT && !signal.aborted) await pause(500, signal)
      } catch (err) {
        this.#log.error({ err }, 'queue.receive_failed')
        await pause(1_000, signal)
      }
    }
  }

  #take(group: ReceivedCommand[]): void {
    for (const message of group) {
      this.#inFlight.set(message.ReceiptHandle, message)
      this.#takenAt.set(message, performance.now())
    }
    const work = this.#handleGroup(group).finally(() => this.#groups.delete(work))
    this.#groups.add(work)
  }

  /** One that can't begin takes those behind it in the batch back with it, so that their order stays. */
  async #handleGroup(group: ReceivedCommand[]): Promise<void> {
    const settling: Promise<void>[] = []
    const waiting = [...group]
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      const begun = this.#stopped.signal.aborted ? 'release' : await this.#beginBefore(message, waiting)
      if (begun === 'release') await this.#release([message, ...waiting.splice(0)], this.#timing.retrySeconds)
      else settling.push(this.#settle(message, begun.settled))
    }
    await Promise.all(settling)
  }

  /**
   * Those behind one that takes long, such as for its session to be online, are given back: their group is locked as long as
   * this one is in hand, and sessions that wait with ten each would leave no room for the others.
   */
  async #beginBefore(message: ReceivedCommand, waiting: ReceivedCommand[]): Promise<BegunCommand> {
    const releaseWaiting = () => void this.#release(waiting.splice(0), 0)
    const holdTimer = setTimeout(releaseWaiting, this.#timing.holdBehindMs)
    try {
      return await this.#begin(message)
    } finally {
      clearTimeout(holdTimer)
    }
  }

  async #begin(message: ReceivedCommand): Promise<BegunCommand> {
    const command = parse(message.Body)
    if (!command) {
      this.#log.error({ messageId: message.MessageId }, 'command.unreadable')
      return settled('dead')
    }
    try {
      return await this.#handler.begin(command)
    } catch (err) {
      const failures = this.#countFailure(message, err)
      this.#log.error({ err, command: command.type, failures }, 'command.failed')
      if (failures < MAX_FAILURES) return 'release'
      await this.#handler.giveUp(command)
      return settled('dead')
    }
  }

  /** A database that is down, or a lease that is lost, is no fault of the command. */
  #countFailure(message: ReceivedCommand, err: unknown): number {
    const id = message.MessageId ?? ''
    const before = this.#failures.get(id) ?? 0
    if (isDatabaseUnavailable(err) || err instanceof LeaseLost) return before
    this.#failures.set(id, before + 1)
    return before + 1
  }

  /** Never rejects: what fails here leaves the command in the queue, where it comes back. */
  async #settle(message: ReceivedCommand, settling: Promise<CommandOutcome>): Promise<void> {
    try {
      const outcome = await settling
      if (outcome === 'release') return await this.#release([message], this.#timing.retrySeconds)
      if (outcome === 'dead') await this.#source.sendToDeadLetters(message)
      await this.#source.delete(message)
      this.#inFlight.delete(message.ReceiptHandle)
      this.#failures.delete(message.MessageId ?? '')
    } catch (err) {
      this.#log.error({ err }, 'command.not_settled')
      await this.#release([message], this.#timing.retrySeconds)
    }
  }

  /** Gives commands back, to come again after that time; where this connector takes no more, another may have them now. */
  async #release(messages: readonly ReceivedCommand[], seconds: number): Promise<void> {
    for (const { ReceiptHandle } of messages) this.#inFlight.delete(ReceiptHandle)
    await this.#source.setVisibility(messages, this.#stopped.signal.aborted ? 0 : seconds)
  }
}

function parse(body: string): Command | null {
  try {
    return commandSchema.parse(JSON.parse(body))
  } catch {
    return null
  }
}

function byGroup(messages: readonly ReceivedCommand[]): Iterable<ReceivedCommand[]> {
  const groups = new Map<string, ReceivedCommand[]>()
  for (const message of messages) {
    const id = message.Attributes?.MessageGroupId ?? ''
    const group = groups.get(id)
    if (group) group.push(message)
    else groups.set(id, [message])
  }
  return groups.values()
}
