import { and, asc, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { personRequestFiles } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { mediaUrl } from '../messages/index.ts'
import { loadRequest } from './loadRequest.ts'
import type { PersonFileView } from './view.ts'

const sortKey = z.tuple([z.int()])

/**
 * Lists the files of an export, each with a new URL. A running export lists the files that are stored so far.
 * @throws NotFound
 */
export async function listPersonFiles({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; limit: number; cursor?: string | undefined }
}): Promise<Page<PersonFileView>> {
  const { id } = await loadRequest({ ctx, input })
  const after = decodeCursor(input.cursor, sortKey)
  const { requestId, position } = personRequestFiles
  const rows = await ctx.db
    .select()
    .from(personRequestFiles)
    .where(and(eq(requestId, id), after && gt(position, after[0])))
    .orderBy(asc(position))
    .limit(input.limit + 1)
  const urls = await Promise.all(
    rows.map(({ key, name }) => mediaUrl({ ctx, input: { key, filename: name } })),
  )
  return toPage(
    rows,
    input.limit,
    (row) => [row.position],
    ({ kind, name, size }, index) => ({ type: kind, name, size, url: urls[index] ?? '' }),
  )
}
