import { phoneJidsOf } from '#shared/domain/lidMappings/index.ts'
import { claimCampaignPerson, type MessageRow } from '#shared/domain/messages/index.ts'
import { isLid } from '#shared/jid.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import type { Connection } from './connection.ts'

/** A campaign's message that is about to leave, to the JID that WhatsApp knows. */
interface Leaving {
  connection: Connection
  leaseHandle: LeaseHandle
  row: MessageRow
  jid: string
}

/**
 * Claims the person for a campaign's message.
 * @returns `duplicate` if the campaign has written to the person under another spelling, and `release` if the lease ended
 * @throws Error if WhatsApp does not answer
 */
export async function claimPerson(
  services: Pick<ConnectorServices, 'db' | 'log'>,
  { connection, leaseHandle, row, jid }: Leaving,
): Promise<'claimed' | 'duplicate' | 'release'> {
  const lid = isLid(jid) ? jid : await connection.ask((socket) => socket.lidOf(jid))
  let isClaimed = false
  const result = await persist(leaseHandle, services.log, async () => {
    const jids = await jidsOf(services, row, jid, lid)
    const input = { lease: leaseHandle.lease, appId: row.appId, messageId: row.id, jids }
    isClaimed = await claimCampaignPerson({ ctx: services, input })
  })
  if (result !== 'written') return 'release'
  return isClaimed ? 'claimed' : 'duplicate'
}

/** Returns the known JIDs of a person. A recipient by LID also has the number that the LID is mapped to. */
async function jidsOf(
  services: Pick<ConnectorServices, 'db'>,
  { sessionId }: MessageRow,
  jid: string,
  lid: string | null,
): Promise<string[]> {
  if (lid !== jid) return lid === null ? [jid] : [jid, lid]
  const phoneJid = (await phoneJidsOf({ ctx: services, input: { sessionId, lids: [lid] } })).get(lid)
  return phoneJid === undefined ? [lid] : [lid, phoneJid]
}
