import {
  findGroup,
  forgetGroup,
  type GroupSnapshot,
  isMember,
  recordAllGroups,
  recordGroup,
  recordGroupChange,
} from '#shared/domain/groups/index.ts'
import { readSession } from '#shared/domain/sessions/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import { type GroupNotice, refusalCode } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'
import type { Identities } from './identities.ts'
import { NewsOrder } from './newsOrder.ts'

/** Meanwhile WhatsApp tells of each change by itself, also of those that a session missed. */
const SYNC_EVERY_MS = 5 * 60_000
/** A group that changes each time while it is asked for is as good as known: what changes is taken in. */
const MAX_TRIES = 3
/** How many groups are at hand without a question to the database. */
const KNOWN = 50

interface GroupsSession {
  sessionId: string
  appId: string
  tenure: Tenure
  identities: Identities
  /** The connection, if it is open now. */
  connection(): Connection | null
}

/**
 * What a session knows of its groups: in the database, kept true by what WhatsApp notifies of and by what it answers. An answer
 * that a notification has overtaken is older than what is known, and asked for again.
 */
export class Groups {
  readonly #services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>
  readonly #session: GroupsSession
  readonly #known = new Map<string, GroupSnapshot>()
  readonly #order = new NewsOrder()
  #syncing: Promise<void> | null = null

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>, session: GroupsSession) {
    this.#services = services
    this.#session = session
  }

  /** Stores what WhatsApp notifies of.
   * @param own by which JIDs others name us
   * @throws if the database does not take it */
  async noticed(notice: GroupNotice, own: readonly string[]): Promise<void> {
    const id = notice.kind === 'created' ? notice.snapshot.id : notice.change.groupId
    this.#order.note(id)
    await this.#inLine(async () => {
      this.#known.delete(id)
      if (notice.kind === 'created') return await this.#record(notice.snapshot)
      const { sessionId, appId, tenure } = this.#session
      const input = { sessionId, appId, own, change: notice.change }
      const isKnown = await recordGroupChange({
        ctx: this.#services,
        input: { ...input, lease: tenure.lease },
      })
      if (!isKnown) this.#fetchLater(id)
    })
  }

  /** What is known of a group; null: nothing.
   * @throws if the database does not answer */
  async find(id: string): Promise<GroupSnapshot | null> {
    const known = this.#known.get(id)
    if (known) return known
    return await this.#inLine(async () => {
      const row = await findGroup({
        ctx: this.#services,
        input: { sessionId: this.#session.sessionId, groupId: id },
      })
      if (row) this.#keep(row)
      return row
    })
  }

  /** Who is in a group beside us, by number wherever it is known.
   * @throws WhatsApp's refusal, for a group that we are not in */
  async othersIn(connection: Connection, id: string): Promise<string[]> {
    const { members } = (await this.find(id)) ?? (await this.fetch(connection, id))
    const own = connection.ownJids
    return members.filter((member) => !isMember(member, own)).map(({ jid }) => jid)
  }

  /** Asks WhatsApp for a group, and keeps what it says.
   * @throws WhatsApp's refusal, for a group that we are not in, which is then forgotten */
  async fetch(connection: Connection, id: string): Promise<GroupSnapshot> {
    for (let tries = 1; ; tries++) {
      const asked = this.#order.now
      const snapshot = await connection
        .ask((socket) => socket.fetchGroup(id))
        .catch(async (error: unknown) => {
          const code = refusalCode(error)
          if (code === 403 || code === 404) await this.forget(id)
          throw error
        })
      const isCurrent = await this.#inLine(async () => {
        if (this.#order.isOvertaken(id, asked) && tries < MAX_TRIES) return false
        await this.#record(snapshot)
        return true
      })
      if (isCurrent) return snapshot
    }
  }

  /** Keeps what WhatsApp says of a group. */
  async keep(snapshot: GroupSnapshot): Promise<void> {
    await this.#inLine(() => this.#record(snapshot))
  }

  /** Forgets a group that we are in no more. */
  async forget(id: string): Promise<void> {
    const { sessionId, tenure } = this.#session
    this.#order.note(id)
    await this.#inLine(async () => {
      this.#known.delete(id)
      await forgetGroup({ ctx: this.#services, input: { lease: tenure.lease, sessionId, groupId: id } })
    })
  }

  /** Asks WhatsApp for all groups, and keeps what it says. Who asks meanwhile shares the answer.
   * @throws WhatsApp's refusal, NotInTime */
  async fetchAll(connection: Connection): Promise<void> {
    this.#syncing ??= this.#fetchAll(connection).finally(() => {
      this.#syncing = null
    })
    await this.#syncing
  }

  /** As `fetchAll`, in the background; `if due` not within minutes of the last time. */
  sync(when: 'if due' | 'now'): void {
    const { sessionId, connection } = this.#session
    const work = async () => {
      const row = when === 'now' ? null : await readSession({ ctx: this.#services, input: { id: sessionId } })
      const last = row?.groupsSyncedAt
      const open = connection()
      if (!open || (last && this.#services.now().getTime() - last.getTime() < SYNC_EVERY_MS)) return
      await this.fetchAll(open)
    }
    work().catch((err: unknown) => this.#services.log.warn({ err, sessionId }, 'groups.sync_failed'))
  }

  /** Resolves when what was noticed so far is stored. */
  async idle(): Promise<void> {
    await this.#order.idle()
  }

  async #fetchAll(connection: Connection): Promise<void> {
    const asked = this.#order.now
    const all = await connection.ask((socket) => socket.fetchGroups())
    const { sessionId, tenure, identities } = this.#session
    await this.#inLine(async () => {
      const others = this.#order.newsSince(asked)
      const snapshots = all.filter(({ id }) => !others.includes(id))
      await identities.learn(snapshots.flatMap(mappingsOf))
      this.#known.clear()
      const input = { lease: tenure.lease, sessionId, snapshots, others }
      await recordAllGroups({ ctx: this.#services, input })
    })
  }

  /** A group that nobody told us of, e.g. because it was made while the database was down. */
  #fetchLater(id: string): void {
    const open = this.#session.connection()
    if (!open) return
    const { sessionId } = this.#session
    this.fetch(open, id).catch((err: unknown) =>
      this.#services.log.warn({ err, sessionId }, 'groups.fetch_failed'),
    )
  }

  async #record(snapshot: GroupSnapshot): Promise<void> {
    const { sessionId, tenure, identities } = this.#session
    await identities.learn(mappingsOf(snapshot))
    await recordGroup({ ctx: this.#services, input: { lease: tenure.lease, sessionId, snapshot } })
    // WhatsApp does not promise to tell us of what we did ourselves.
    this.#order.note(snapshot.id)
    this.#keep(snapshot)
  }

  /** Runs a write behind those before. */
  async #inLine<T>(work: () => Promise<T>): Promise<T> {
    return await this.#order.inLine(work).catch((error: unknown) => {
      this.#session.tenure.failed(error)
      throw error
    })
  }

  #keep(snapshot: GroupSnapshot): void {
    if (this.#known.size >= KNOWN) this.#known.clear()
    this.#known.set(snapshot.id, snapshot)
  }
}

function mappingsOf({ members }: GroupSnapshot) {
  return members.flatMap(({ jid, lid }) => (lid && lid !== jid ? [{ lid, phoneJid: jid }] : []))
}
