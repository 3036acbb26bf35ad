import { eq, sql } from 'drizzle-orm'
import { whatsappCreds } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease, LeaseLost } from '../fleet/index.ts'

/** Sealed credentials of a session, with the wrapped data key that opens the credentials and the Signal keys. */
export interface SealedCreds {
  wrappedKey: Buffer
  /** Sealed credentials. Null after the session is unlinked. */
  value: Buffer | null
}

/** Loads the sealed credentials of a session. Returns undefined if the session has none. */
export async function loadCreds({
  ctx,
  input: { sessionId },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string }
}): Promise<SealedCreds | undefined> {
  const [row] = await ctx.db
    .select({ wrappedKey: whatsappCreds.wrappedKey, value: whatsappCreds.value })
    .from(whatsappCreds)
    .where(eq(whatsappCreds.sessionId, sessionId))
  return row
}

/**
 * Stores the sealed credentials of a session.
 * @throws LeaseLost
 */
export async function saveCreds({
  ctx,
  input: { lease, sessionId, creds },
}: {
  ctx: Pick<Context, 'db'>
  input: { lease: Lease; sessionId: string; creds: SealedCreds }
}): Promise<void> {
  const { rowCount } = await ctx.db.execute(sql`
    insert into whatsapp_creds (session_id, wrapped_key, value)
    select ${sessionId}, ${creds.wrappedKey}::bytea, ${creds.value}::bytea where ${holdsLease(lease)}
    on conflict (session_id) do update set value = excluded.value, wrapped_key = excluded.wrapped_key`)
  if (rowCount === 0) throw new LeaseLost(lease)
}
