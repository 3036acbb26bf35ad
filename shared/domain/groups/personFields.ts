import { isLid } from '#shared/jid.ts'

/** A person by number and LID, as far as both are known. */
export interface NamedPerson {
  /** JID with the number, if the number is known; otherwise the LID. */
  jid: string
  lid: string | null
  /** Current username, in events. */
  username?: string | null
}

/** Returns the person of one JID. */
export function toPerson(jid: string): NamedPerson {
  return { jid, lid: isLid(jid) ? jid : null }
}

/** Returns the fields of an event for the person who made a change. */
export function actorFields(actor: NamedPerson | null): {
  actor: string | null
  actorLid?: string
  actorUsername?: string
} {
  return {
    actor: actor?.jid ?? null,
    ...(actor?.lid && { actorLid: actor.lid }),
    ...(actor?.username && { actorUsername: actor.username }),
  }
}

/** Returns the fields of an event for the members that a change affects. */
export function participantFields(members: readonly NamedPerson[]): {
  participants: string[]
  participantLids?: (string | null)[]
  participantUsernames?: (string | null)[]
} {
  const lids = members.map(({ lid }) => lid)
  const usernames = members.map(({ username = null }) => username)
  return {
    participants: members.map(({ jid }) => jid),
    ...(lids.some((lid) => lid !== null) && { participantLids: lids }),
    ...(usernames.some((username) => username !== null) && { participantUsernames: usernames }),
  }
}
