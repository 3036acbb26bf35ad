import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys'
import type { LidMapping } from '#shared/domain/identity/index.ts'
import { bareJid, isLid, phoneOf } from '#shared/jid.ts'

/** What WhatsApp said of a group is good this long, if it says nothing else meanwhile. */
const KEEP_MS = 5 * 60_000

/** Who is in a group, without ourselves. */
export interface GroupMembers {
  /** By number wherever that is known. */
  jids: string[]
  identities: LidMapping[]
}

/** What is known of the groups of one connection: a send to a group would ask WhatsApp each time otherwise. */
export class GroupCache {
  readonly #groups = new Map<string, { metadata: GroupMetadata; until: number }>()

  /** What Baileys takes as `cachedGroupMetadata`. */
  readonly get = async (jid: string): Promise<GroupMetadata | undefined> => {
    const known = this.#groups.get(jid)
    return known && known.until > Date.now() ? known.metadata : undefined
  }

  /** Forgets a group as soon as anything about it changes: a stale list would leave new members out. */
  watch(sock: WASocket): void {
    sock.ev.on('group-participants.update', ({ id }) => this.#groups.delete(id))
    sock.ev.on('groups.update', (updates) => {
      for (const { id } of updates) if (id) this.#groups.delete(id)
    })
    sock.ws.on('CB:notification,type:w:gp2', ({ attrs }: { attrs: { from?: string } }) => {
      if (attrs.from) this.#groups.delete(attrs.from)
    })
  }

  /** @throws WhatsApp's refusal, for a group that we are not in */
  async members(sock: WASocket, jid: string, own: readonly string[]): Promise<GroupMembers> {
    const metadata = (await this.get(jid)) ?? (await sock.groupMetadata(jid))
    this.#groups.set(jid, { metadata, until: Date.now() + KEEP_MS })
    const others = metadata.participants.filter(({ id, phoneNumber, lid }) =>
      [id, phoneNumber, lid].every((known) => !known || !own.includes(bareJid(known))),
    )
    return {
      jids: others.map(({ id, phoneNumber }) => bareJid(phoneOf(phoneNumber) ? (phoneNumber ?? id) : id)),
      identities: others.flatMap(({ id, phoneNumber }) =>
        isLid(id) && phoneNumber ? [{ lid: bareJid(id), phoneJid: bareJid(phoneNumber) }] : [],
      ),
    }
  }
}
