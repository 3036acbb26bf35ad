import { isPersonJid, phoneOf } from '#shared/jid.ts'
import { usernameOf } from '#shared/username.ts'
import type { Context } from '../../context.ts'
import { identitiesOf } from '../../usernames/index.ts'

/** The person that a message is about: the author in a group, otherwise the person of the chat. */
export interface PersonFields {
  phone: string | null
  lid?: string
  username?: string
}

interface Row {
  remoteJid: string
  participant: string | null
}

/**
 * Returns the persons of stored messages, as far as the session knows them by now, in the order of the rows. A message of ours to a group, and
 * a post of a channel, have none.
 */
export async function identify({
  ctx,
  input: { sessionId, rows },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; rows: readonly Row[] }
}): Promise<(PersonFields | null)[]> {
  const jids = rows.map(jidOf)
  const known = jids.filter((jid) => jid !== null && isPersonJid(jid)) as string[]
  const identities = await identitiesOf({ ctx, input: { sessionId, jids: known } })
  return jids.map((jid) => {
    if (jid === null) return null
    const { lid = null, username = usernameOf(jid) } = identities.get(jid) ?? {}
    return { phone: phoneOf(jid), ...(lid && { lid }), ...(username && { username }) }
  })
}

function jidOf({ participant, remoteJid }: Row): string | null {
  if (participant !== null) return participant
  return isPersonJid(remoteJid) || usernameOf(remoteJid) !== null ? remoteJid : null
}
