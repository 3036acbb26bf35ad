import type { Command } from '#shared/contracts/commands.ts'
import { runConnectorRequest } from '#shared/domain/connectorRequests/index.ts'
import { failMessage } from '#shared/domain/messages/index.ts'
import { readPartition, readSession, type SessionRow } from '#shared/domain/sessions/index.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import { type BegunCommand, settled } from '../commandOutcome.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { SessionRunner } from '../session/runner.ts'
import { CommandConsumer } from './consumer.ts'

/**
 * Interval of the reconciliation, which replaces a lost `session.sync` command. An API host that dies before it enqueues the
 * command loses it.
 */
const RECONCILE_EVERY_MS = 30_000

/** A partition that this connector owns: its sessions and their commands. */
export class Partition {
  readonly #services: ConnectorServices
  readonly #leaseHandle: LeaseHandle
  readonly #consumer: CommandConsumer
  readonly #queries: PartitionQueries
  readonly #runners = new Map<string, SessionRunner>()
  #reconciling: NodeJS.Timeout | undefined
  #started: Promise<void> = Promise.resolve()

  constructor(services: ConnectorServices, leaseHandle: LeaseHandle) {
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#queries = services.batchedQueries.forLease(leaseHandle.lease)
    this.#consumer = new CommandConsumer(services, leaseHandle.lease.partition, {
      begin: (command) => this.#begin(command),
      giveUp: (command) => this.#giveUp(command),
    })
  }

  /** Number of sessions that have a connection or are about to connect. */
  get activeSessions(): number {
    return [...this.#runners.values()].filter((runner) => runner.isActive).length
  }

  /** Number of sessions that are logged in. */
  get connectedSessions(): number {
    return [...this.#runners.values()].filter((runner) => runner.isConnected).length
  }

  get commands(): Pick<CommandConsumer, 'inFlight' | 'oldestMs'> {
    return this.#consumer
  }

  start(): void {
    this.#started = this.#startSessions()
  }

  /**
   * Stops gracefully: receives no more commands, finishes the received commands, and closes the connections. The lease is still
   * held afterwards.
   */
  async stop(): Promise<void> {
    clearInterval(this.#reconciling)
    await this.#started
    for (const runner of this.#runners.values()) runner.drain()
    await this.#consumer.stop()
    await Promise.all([...this.#runners.values()].map((runner) => runner.close()))
  }

  /** Stops immediately: the lease has ended, and another connector may already run these sessions. */
  abandon(): void {
    clearInterval(this.#reconciling)
    for (const runner of this.#runners.values()) runner.abandon()
    this.#consumer.abandon()
  }

  /** Resolves when the queue can deliver no more commands. To be awaited before the process ends. */
  async closed(): Promise<void> {
    await this.#consumer.closed()
  }

  async #startSessions(): Promise<void> {
    const taken = await persist(this.#leaseHandle, this.#services.log, () => this.#reconcile())
    if (taken !== 'written' || !this.#leaseHandle.isValid) return
    this.#consumer.start()
    this.#reconciling = setInterval(() => {
      this.#reconcile().catch((err: unknown) =>
        this.#services.log.error({ err }, 'partition.reconcile_failed'),
      )
    }, RECONCILE_EVERY_MS)
  }

  async #reconcile(): Promise<void> {
    const rows = await readPartition({
      ctx: this.#services,
      input: { partition: this.#leaseHandle.lease.partition },
    })
    for (const row of rows) {
      const runner = this.#runners.get(row.id)
      if (!runner) this.#addRunner(row)
      else if (runner.needsSync(row)) runner.sync().catch((err: unknown) => this.#logSync(err, row.id))
    }
    const present = new Set(rows.map(({ id }) => id))
    for (const [id, runner] of this.#runners) if (!present.has(id)) this.#removeRunner(id, runner)
  }

  #addRunner(row: SessionRow): SessionRunner {
    const runner = new SessionRunner(this.#services, this.#leaseHandle, this.#queries, row)
    this.#runners.set(row.id, runner)
    runner.start().catch((err: unknown) => this.#logSync(err, row.id))
    return runner
  }

  #removeRunner(id: string, runner: SessionRunner): void {
    runner.abandon()
    this.#runners.delete(id)
  }

  async #begin(command: Command): Promise<BegunCommand> {
    const runner = await this.#runnerOf(command.sessionId)
    if (!runner) return settled('done')
    switch (command.type) {
      case 'message.send':
        return await runner.send(command.messageId)
      case 'session.sync':
        await runner.sync()
        if (runner.hasEnded) this.#removeRunner(command.sessionId, runner)
        return settled('done')
      case 'request.run':
        return { settled: this.#runRequest(runner, command.requestId).then(() => 'done') }
    }
  }

  /** Returns the session's runner, or null if the session was removed. */
  async #runnerOf(sessionId: string): Promise<SessionRunner | null> {
    const known = this.#runners.get(sessionId)
    if (known) return known
    const row = await readSession({ ctx: this.#services, input: { id: sessionId } })
    // Another command, or the reconciliation, may have added the runner meanwhile.
    return row ? (this.#runners.get(sessionId) ?? this.#addRunner(row)) : null
  }

  async #runRequest(runner: SessionRunner, requestId: string): Promise<void> {
    const ctx = this.#services
    await runConnectorRequest({
      ctx,
      input: { lease: this.#leaseHandle.lease, requestId, perform: (request) => runner.perform(request) },
    })
  }

  async #giveUp(command: Command): Promise<void> {
    if (command.type !== 'message.send') return
    const { sessionId, messageId } = command
    const input = { sessionId, messageId, error: 'internal_error' } as const
    await persist(this.#leaseHandle, this.#services.log, () =>
      failMessage({ ctx: this.#services, input: { ...input, lease: this.#leaseHandle.lease } }),
    )
  }

  #logSync(err: unknown, sessionId: string): void {
    this.#services.log.error({ err, sessionId }, 'session.sync_failed')
  }
}
