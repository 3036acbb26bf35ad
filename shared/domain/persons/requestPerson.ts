import { and, desc, eq, or } from 'drizzle-orm'
import type { PersonRequestKind } from '#shared/contracts/persons.ts'
import { lidMappings, personRequests, sessions, type Transaction } from '#shared/database/index.ts'
import { PersonBeingErased } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { isLid, phoneJid, phoneOf } from '#shared/jid.ts'
import { spellingsOf } from '#shared/spellings.ts'
import { assertBelowCapWithin } from '../accounts/index.ts'
import { recordAuditWithin } from '../audit/index.ts'
import type { AppContext } from '../context.ts'
import { type PersonRequestRow, type PersonRequestView, toPersonRequestView } from './view.ts'

const START = { section: 0, session: null, after: null }

interface Requested {
  kind: PersonRequestKind
  /** JID or LID of the person. */
  person: string
  /** Id of the caller's API key. */
  keyId: string
}

/**
 * Requests the export or the erasure of a person. The sweeper does the work. A second call for the same person returns the running
 * request. A person without data gets a request too, which completes with no records.
 * @throws PersonBeingErased, CapReached
 */
export async function requestPerson({
  ctx,
  input: { kind, keyId, ...input },
}: {
  ctx: AppContext
  input: Requested
}): Promise<PersonRequestView> {
  const { appId } = ctx
  const person = await findNumber(ctx, input.person)
  const now = ctx.now()
  const id = newId('personRequest', ctx.seed)
  const same = { appId, kind, person }
  const row = await ctx.db.transaction(async (tx) => {
    if (kind === 'export') await assertNoErasure(tx, appId, person)
    // A request that completes between the two statements is gone for both. The second insertion then succeeds.
    const created =
      (await insert(tx, same, id, now)) ??
      (await findEarlier(tx, same, id)) ??
      (await insert(tx, same, id, now))
    if (!created) throw new Error(`Request ${id} conflicts with requests that complete at the same time`)
    if (!created.isNew) return created.row
    await recordAuditWithin(tx, {
      appId,
      at: now,
      actor: 'key',
      actorId: keyId,
      action: kind === 'export' ? 'person.export' : 'person.erase',
      target: id,
    })
    await assertBelowCapWithin(tx, { appId, now }, 'personRequests')
    return created.row
  })
  return toPersonRequestView(row)
}

interface Same {
  appId: string
  kind: PersonRequestKind
  person: string
}

interface Created {
  row: PersonRequestRow
  isNew: boolean
}

/**
 * Returns the JID that identifies a person: the shortest spelling of the number. A LID becomes the number if a session of the app knows
 * the number.
 */
async function findNumber(ctx: AppContext, jid: string): Promise<string> {
  const known = await findKnownNumber(ctx, jid)
  const phone = phoneOf(known)
  return phone === null ? known : phoneJid(spellingsOf(phone)[0])
}

async function findKnownNumber({ db, appId }: AppContext, jid: string): Promise<string> {
  if (!isLid(jid)) return jid
  const [mapping] = await db
    .select({ phoneJid: lidMappings.phoneJid })
    .from(sessions)
    .innerJoin(lidMappings, and(eq(lidMappings.sessionId, sessions.id), eq(lidMappings.lid, jid)))
    .where(eq(sessions.appId, appId))
    .limit(1)
  return mapping?.phoneJid ?? jid
}

async function assertNoErasure(tx: Transaction, appId: string, person: string): Promise<void> {
  const [erasure] = await tx
    .select({ id: personRequests.id })
    .from(personRequests)
    .where(running({ appId, kind: 'erasure', person }))
  if (erasure) throw new PersonBeingErased({ requestId: erasure.id })
}

async function insert(tx: Transaction, same: Same, id: string, now: Date): Promise<Created | undefined> {
  const [row] = await tx
    .insert(personRequests)
    .values({ ...same, id, status: 'running', place: START, createdAt: now })
    .onConflictDoNothing()
    .returning()
  return row && { row, isNew: true }
}

/** Finds the request of an earlier call: the running request, or the request of a repeated call. */
async function findEarlier(tx: Transaction, same: Same, id: string): Promise<Created | undefined> {
  const isRepeated = and(eq(personRequests.id, id), eq(personRequests.appId, same.appId))
  const [row] = await tx
    .select()
    .from(personRequests)
    .where(or(isRepeated, running(same)))
    .orderBy(desc(eq(personRequests.id, id)))
    .limit(1)
  return row && { row, isNew: false }
}

function running({ appId, kind, person }: Same) {
  const { status } = personRequests
  return and(
    eq(personRequests.appId, appId),
    eq(personRequests.kind, kind),
    eq(personRequests.person, person),
    eq(status, 'running'),
  )
}
