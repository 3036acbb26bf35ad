import {
  type Entry,
  findGroup,
  forgetGroup,
  type GroupSnapshot,
  isMember,
  recordAllGroups,
  recordGroup,
  recordGroupChange,
  wasAdmin,
} from '#shared/domain/groups/index.ts'
import { readSession } from '#shared/domain/sessions/index.ts'
import { isLid } from '#shared/jid.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import { type GroupAddressing, type GroupNotification, refusalCode } from '../whatsapp/index.ts'
import type { Connection } from './connection.ts'
import type { LidMappings } from './lidMappings.ts'
import { StaleReadGuard } from './staleReadGuard.ts'

/**
 * Minimum time between two full syncs. WhatsApp notifies of each change meanwhile, including the changes that a session missed.
 */
const SYNC_EVERY_MS = 5 * 60_000
/** Attempts to fetch a group that changes during each fetch. Notifications update the group anyway. */
const MAX_TRIES = 3
/** Number of cached groups. */
const KNOWN = 50
/** Number of groups whose addressing is remembered. */
const ADDRESSINGS = 1_000

interface GroupsSession {
  sessionId: string
  appId: string
  leaseHandle: LeaseHandle
  lidMappings: LidMappings
  /** The connection, if it is open. */
  connection(): Connection | null
}

/**
 * Groups of a session, in the database. WhatsApp's notifications and answers keep them current. An answer that is older than a
 * notification is discarded, and the group is fetched again.
 */
export class Groups {
  readonly #services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>
  readonly #session: GroupsSession
  readonly #known = new Map<string, GroupSnapshot>()
  /** The addressing that stanzas have stated since the last answer about the group. */
  readonly #addressing = new Map<string, GroupAddressing>()
  readonly #guard = new StaleReadGuard()
  #syncing: Promise<void> | null = null
  #knownVersion = 0

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>, session: GroupsSession) {
    this.#services = services
    this.#session = session
  }

  /**
   * Stores a notification.
   * @param own the session's own JIDs
   * @throws the database's error
   */
  async onNotification(notification: GroupNotification, own: readonly string[]): Promise<void> {
    const id = notification.kind === 'created' ? notification.snapshot.id : notification.change.groupId
    this.#guard.markChanged(id)
    await this.#runInOrder(async () => {
      this.#known.delete(id)
      const { sessionId, appId, leaseHandle } = this.#session
      if (notification.kind === 'created')
        return await this.#record(notification.snapshot, { appId, own, ...notification.entry })
      const input = { sessionId, appId, own, change: notification.change }
      const isKnown = await recordGroupChange({
        ctx: this.#services,
        input: { ...input, lease: leaseHandle.lease },
      })
      if (!isKnown) this.#fetchLater(id)
    })
  }

  /**
   * Returns a group from the cache or the database, or null.
   * @throws the database's error
   */
  async find(id: string): Promise<GroupSnapshot | null> {
    const group = this.#cached(id) ?? (await this.#load(id))
    const mode = this.#addressing.get(id)?.mode
    return group && mode ? { ...group, addressingMode: mode } : group
  }

  /** Notes the addressing of a group that a stanza states. WhatsApp notifies of no change. */
  noteAddressing(stated: GroupAddressing): void {
    const known = this.#addressing.get(stated.groupId)
    if (known && known.at > stated.at) return
    if (!known && this.#addressing.size >= ADDRESSINGS) this.#addressing.clear()
    this.#addressing.set(stated.groupId, stated)
  }

  async #load(id: string): Promise<GroupSnapshot | null> {
    return await this.#runInOrder(async () => {
      const input = { sessionId: this.#session.sessionId, groupId: id }
      const row = await findGroup({ ctx: this.#services, input })
      if (row) this.#keep(row)
      return row
    })
  }

  /**
   * Returns the JIDs of the other members: phone-number JIDs where they are known.
   * @throws WhatsApp's refusal, for a group that the session is not in
   */
  async othersIn(connection: Connection, id: string): Promise<string[]> {
    const { members } = (await this.find(id)) ?? (await this.fetch(connection, id))
    const own = connection.ownJids
    return members.filter((member) => !isMember(member, own)).map(({ jid }) => jid)
  }

  /**
   * Fetches a group from WhatsApp and stores it.
   * @throws WhatsApp's refusal, for a group that the session is not in; its row is then deleted
   */
  async fetch(connection: Connection, id: string): Promise<GroupSnapshot> {
    for (let tries = 1; ; tries++) {
      const asked = this.#guard.version
      const snapshot = await connection
        .ask((socket) => socket.fetchGroup(id))
        .catch(async (error: unknown) => {
          const code = refusalCode(error)
          if (code === 403 || code === 404) await this.forget(id)
          throw error
        })
      const isCurrent = await this.#runInOrder(async () => {
        if (this.#guard.isStale(id, asked) && tries < MAX_TRIES) return false
        await this.#record(snapshot)
        return true
      })
      if (isCurrent) return snapshot
    }
  }

  /**
   * Stores a group that the session has created.
   * @param own the session's own JIDs
   */
  async keepCreated(snapshot: GroupSnapshot, own: readonly string[]): Promise<void> {
    const { appId } = this.#session
    const createdAt = snapshot.createdAt ?? this.#services.now()
    const at = Math.floor(createdAt.getTime() / 1_000)
    const entry = { appId, own, actor: own[0] ?? null, isNewGroup: true, at }
    await this.#runInOrder(() => this.#record(snapshot, entry))
  }

  /**
   * Tells whether a person was an admin of a group at a time, after all notifications that WhatsApp has sent so far.
   * @param jids known JIDs of the person, the number first
   * @param at in Unix seconds
   * @returns the JIDs of the admin, and false for another person; null while the group is unknown and WhatsApp cannot be asked
   * @throws the database's error
   */
  async wasAdmin(
    groupId: string,
    jids: readonly string[],
    at: number,
  ): Promise<{ deletedBy: string; deletedByLid: string | null } | false | null> {
    const { sessionId, lidMappings } = this.#session
    const read = () =>
      this.#runInOrder(() => findGroup({ ctx: this.#services, input: { sessionId, groupId } }))
    let group = await read()
    if (!group) {
      const isGone = await this.#fetchUnknown(groupId)
      if (isGone !== false) return isGone ? false : null
      group = await read()
      if (!group) return null
    }
    if (!wasAdmin(group, jids, at)) return false
    const member = group.members.find((one) => isMember(one, jids))
    const deletedBy = member?.jid ?? jids[0] ?? ''
    return { deletedBy, deletedByLid: member?.lid ?? (await lidMappings.lidOf(deletedBy)) }
  }

  /**
   * Fetches a group that is not stored.
   * @returns true if the session is not in the group; null if WhatsApp cannot be asked now
   */
  async #fetchUnknown(id: string): Promise<boolean | null> {
    const connection = this.#session.connection()
    if (!connection) return null
    try {
      await this.fetch(connection, id)
      return false
    } catch (err) {
      if (refusalCode(err) !== null) return true
      this.#services.log.warn({ err, sessionId: this.#session.sessionId }, 'groups.fetch_failed')
      return null
    }
  }

  /** Deletes a group that the session is no longer in. */
  async forget(id: string): Promise<void> {
    const { sessionId, leaseHandle } = this.#session
    this.#guard.markChanged(id)
    await this.#runInOrder(async () => {
      this.#known.delete(id)
      await forgetGroup({ ctx: this.#services, input: { lease: leaseHandle.lease, sessionId, groupId: id } })
    })
  }

  /**
   * Fetches all groups from WhatsApp and stores them. Concurrent callers share one fetch.
   * @throws WhatsApp's refusal, TimedOut
   */
  async fetchAll(connection: Connection): Promise<void> {
    this.#syncing ??= this.#fetchAll(connection).finally(() => {
      this.#syncing = null
    })
    await this.#syncing
  }

  /**
   * Fetches all groups in the background.
   * @param when `if due`: not within minutes of the last sync
   */
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

  /** Resolves when all notifications so far are stored. */
  async idle(): Promise<void> {
    await this.#guard.idle()
  }

  async #fetchAll(connection: Connection): Promise<void> {
    const asked = this.#guard.version
    const all = await connection.ask((socket) => socket.fetchGroups())
    const { sessionId, leaseHandle, lidMappings } = this.#session
    await this.#runInOrder(async () => {
      const others = this.#guard.changedSince(asked)
      const snapshots = all.filter(({ id }) => !others.includes(id))
      await lidMappings.store(snapshots.flatMap(mappingsOf))
      this.#known.clear()
      this.#addressing.clear()
      const input = { lease: leaseHandle.lease, sessionId, snapshots, others }
      await recordAllGroups({ ctx: this.#services, input })
    })
  }

  /**
   * Fetches a group in the background that no notification has announced, for example because it was created while the database
   * was down.
   */
  #fetchLater(id: string): void {
    const open = this.#session.connection()
    if (!open) return
    const { sessionId } = this.#session
    this.fetch(open, id).catch((err: unknown) =>
      this.#services.log.warn({ err, sessionId }, 'groups.fetch_failed'),
    )
  }

  async #record(snapshot: GroupSnapshot, entry?: Entry): Promise<void> {
    const { sessionId, leaseHandle, lidMappings } = this.#session
    await lidMappings.store(mappingsOf(snapshot))
    const input = { lease: leaseHandle.lease, sessionId, snapshot, ...(entry && { entry }) }
    await recordGroup({ ctx: this.#services, input })
    // WhatsApp does not guarantee a notification of the session's own changes.
    this.#guard.markChanged(snapshot.id)
    // The stored group has numbers that the snapshot lacks.
    this.#known.delete(snapshot.id)
    this.#addressing.delete(snapshot.id)
  }

  /** Runs a write after the previous writes. */
  async #runInOrder<T>(work: () => Promise<T>): Promise<T> {
    return await this.#guard.runInOrder(work).catch((error: unknown) => {
      this.#session.leaseHandle.reportWriteFailure(error)
      throw error
    })
  }

  /** Returns a cached group. A new number of a LID changes the members of any group. */
  #cached(id: string): GroupSnapshot | undefined {
    const { version } = this.#session.lidMappings
    if (version !== this.#knownVersion) this.#known.clear()
    this.#knownVersion = version
    return this.#known.get(id)
  }

  #keep(snapshot: GroupSnapshot): void {
    if (this.#known.size >= KNOWN) this.#known.clear()
    this.#known.set(snapshot.id, snapshot)
  }
}

function mappingsOf({ members }: GroupSnapshot) {
  return members.flatMap(({ jid, lid }) => (lid && !isLid(jid) ? [{ lid, phoneJid: jid }] : []))
}
