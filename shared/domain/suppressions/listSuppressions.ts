import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { broadcastSuppressions } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import type { SuppressionFilter } from './input.ts'
import { findPersons } from './person.ts'
import { type SuppressionView, toSuppressionView } from './view.ts'

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/** Lists the app's suppressions, newest first. */
export async function listSuppressions({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { limit: number; cursor?: string | undefined } & SuppressionFilter
}): Promise<Page<SuppressionView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const [only] = await findPersons({ ctx, input: { jids: input.phone === undefined ? [] : [input.phone] } })
  const { appId, person, source, createdAt } = broadcastSuppressions
  const rows = await ctx.db
    .select()
    .from(broadcastSuppressions)
    .where(
      and(
        eq(appId, ctx.appId),
        only && eq(person, only.person),
        input.source && eq(source, input.source),
        after && sql`(${createdAt}, ${person}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(createdAt), desc(person))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.person], toSuppressionView)
}
