import { and, desc, sql } from 'drizzle-orm'
import { z } from 'zod'
import { personRequests } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { requestsOf } from './loadRequest.ts'
import { type PersonRequestView, toPersonRequestView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/** Lists the requests about persons of an app, newest first. */
export async function listPersonRequests({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { limit: number; cursor?: string | undefined }
}): Promise<Page<PersonRequestView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const { createdAt, id } = personRequests
  const rows = await ctx.db
    .select()
    .from(personRequests)
    .where(
      and(
        requestsOf({ appId: ctx.appId, now: ctx.now() }),
        after && sql`(${createdAt}, ${id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id], toPersonRequestView)
}
