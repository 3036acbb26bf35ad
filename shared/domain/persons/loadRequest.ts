import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm'
import { personRequests } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import type { PersonRequestRow } from './view.ts'

/** Builds the condition that finds the requests of an app, without expired requests. */
export function requestsOf({ appId, now }: { appId: string; now: Date }): SQL | undefined {
  const { expiresAt } = personRequests
  return and(eq(personRequests.appId, appId), or(isNull(expiresAt), gt(expiresAt, now)))
}

/**
 * Loads a request of the app.
 * @throws NotFound
 */
export async function loadRequest({
  ctx,
  input: { id },
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<PersonRequestRow> {
  const which = and(eq(personRequests.id, id), requestsOf({ appId: ctx.appId, now: ctx.now() }))
  const [row] = await ctx.db.select().from(personRequests).where(which)
  if (!row) throw new NotFound({ what: 'Request', id })
  return row
}
