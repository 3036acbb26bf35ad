import { inArray } from 'drizzle-orm'
import { events, type Transaction } from '#shared/database/index.ts'
import { emit } from '../../events/index.ts'
import { actorFields, type NamedPerson, participantFields } from '../personFields.ts'
import { eventIdOf } from './eventIdOf.ts'

/** Seconds by which the reports of one entry may differ. */
const TOLERANCE = 2

/** The entry of our account into a group. */
export interface OwnJoin {
  appId: string
  sessionId: string
  groupId: string
  participants: readonly NamedPerson[]
  actor: NamedPerson | null
  /** Time of the entry, in Unix seconds. */
  at: number
}

/**
 * Emits the event of our own entry into a group. WhatsApp may report one entry several times: as the answer to our
 * request, with the whole group, and as a change of members. The entry emits one event.
 */
export async function emitOwnJoinWithin(
  tx: Transaction,
  { appId, sessionId, groupId, participants, actor, at }: OwnJoin,
  now: Date,
): Promise<void> {
  const idAt = (second: number) => eventIdOf([sessionId, groupId, 'own join', String(second)])
  const near = Array.from({ length: 2 * TOLERANCE + 1 }, (_, index) => idAt(at - TOLERANCE + index))
  const [earlier] = await tx.select({ id: events.id }).from(events).where(inArray(events.id, near)).limit(1)
  if (earlier) return
  const data = {
    session: sessionId,
    groupId,
    action: 'add' as const,
    ...participantFields(participants),
    ...actorFields(actor),
  }
  const columns = { appId, sessionId, chat: groupId, occurredAt: now }
  await emit({ ctx: { db: tx }, input: [{ id: idAt(at), type: 'group.join', data, ...columns }] })
}
