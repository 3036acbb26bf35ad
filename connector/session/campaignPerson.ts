import { chatJidOf } from '#shared/domain/lidMappings/index.ts'
import { claimCampaignPerson, type MessageRow, type PersonClaim } from '#shared/domain/messages/index.ts'
import { isLid, phoneOf } from '#shared/jid.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { findLid } from './accounts.ts'
import type { Connection } from './connection.ts'
import type { LidMappings } from './lidMappings.ts'

/** A campaign's message that is about to leave, to the JID that WhatsApp knows. */
interface Leaving {
  connection: Connection
  leaseHandle: LeaseHandle
  lidMappings: LidMappings
  row: MessageRow
  jid: string
}

/**
 * Claims the person for a campaign's message. Stores the LID of the number, so that a suppression of the LID holds for the number.
 * @returns the result of the claim, or `release` if the lease ended
 * @throws Error if WhatsApp does not answer
 */
export async function claimPerson(
  services: Pick<ConnectorServices, 'db' | 'log'>,
  { connection, leaseHandle, lidMappings, row, jid }: Leaving,
): Promise<PersonClaim | 'release'> {
  const lid = isLid(jid) ? jid : await findLid(connection, jid)
  let claim: PersonClaim = 'duplicate'
  const result = await persist(leaseHandle, services.log, async () => {
    const jids = await jidsOf(services, row, jid, lid)
    const { lease } = leaseHandle
    if (lid !== null && phoneOf(jid) !== null) await lidMappings.store([{ lid, phoneJid: jid }])
    const input = { lease, appId: row.appId, messageId: row.id, jids }
    claim = await claimCampaignPerson({ ctx: services, input })
  })
  if (result !== 'written') return 'release'
  return claim
}

/** Returns the known JIDs of a person. A recipient by LID also has the number that the LID is mapped to. */
async function jidsOf(
  services: Pick<ConnectorServices, 'db'>,
  { sessionId }: MessageRow,
  jid: string,
  lid: string | null,
): Promise<string[]> {
  if (lid !== jid) return lid === null ? [jid] : [jid, lid]
  const phoneJid = await chatJidOf({ ctx: services, input: { sessionId, jid: lid } })
  return phoneJid === lid ? [lid] : [lid, phoneJid]
}
