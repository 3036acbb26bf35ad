import { and, eq } from 'drizzle-orm'
import { broadcastSuppressions } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { findPersons, personOf } from './person.ts'

/**
 * Removes a person from the app's suppression list.
 * @param input.phone JID of the person
 * @returns the number as listed
 * @throws NotFound
 */
export async function unsuppress({
  ctx,
  input: { phone: jid },
}: {
  ctx: AppContext
  input: { phone: string }
}): Promise<string> {
  const [{ person } = personOf(jid)] = await findPersons({ ctx, input: { jids: [jid] } })
  const { appId, person: key, phone } = broadcastSuppressions
  const [removed] = await ctx.db
    .delete(broadcastSuppressions)
    .where(and(eq(appId, ctx.appId), eq(key, person)))
    .returning({ phone })
  if (!removed) throw new NotFound({ what: 'Suppression', id: personOf(jid).phone })
  return removed.phone
}
