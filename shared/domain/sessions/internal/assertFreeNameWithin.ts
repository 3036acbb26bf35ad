import { and, eq, isNull, ne } from 'drizzle-orm'
import { sessions, type Transaction } from '#shared/database/index.ts'
import { DuplicateSessionName } from '#shared/errors/index.ts'
import { nameKey } from '#shared/foldCase.ts'

/**
 * Checks that no session of the app has a name, in any case or form. Returns the key of the name. The caller has locked the account,
 * so that no other request takes the name meanwhile. Two sessions of an earlier release may have one key, and keep their names.
 * @throws DuplicateSessionName
 */
export async function assertFreeNameWithin(
  tx: Transaction,
  { appId, name }: { appId: string; name: string },
): Promise<string> {
  await keyOldNames(tx, appId)
  const key = nameKey(name)
  const [taken] = await tx
    .select({ name: sessions.name })
    .from(sessions)
    .where(and(isLive(appId), eq(sessions.nameKey, key)))
    .limit(1)
  if (taken) throw new DuplicateSessionName({ name: taken.name })
  return key
}

/** Writes the keys of names that an earlier release stored. */
async function keyOldNames(tx: Transaction, appId: string): Promise<void> {
  const { id, name } = sessions
  const old = await tx
    .select({ id, name })
    .from(sessions)
    .where(and(isLive(appId), isNull(sessions.nameKey)))
  for (const row of old)
    await tx
      .update(sessions)
      .set({ nameKey: nameKey(row.name) })
      .where(eq(sessions.id, row.id))
}

function isLive(appId: string) {
  return and(eq(sessions.appId, appId), ne(sessions.desiredState, 'delete'))
}
