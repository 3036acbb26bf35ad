import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

/** Exports of the person. The sweeper deletes an expired export with its files. A running export stops. */
export const exports = defineSection<{ id: string }>({
  scope: 'app',
  isCounted: false,
  find: (tx, { appId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`person_requests`,
        columns: sql`id`,
        where: sql`app_id = ${appId}`,
        order: [
          ['created_at', 'timestamptz'],
          ['id', 'text'],
        ],
        matches: sql`kind = 'export' and ${isJidIn(person, sql`person`)}`,
      },
      after,
      most,
    ),
  async erase(tx, { ctx }, rows) {
    const at = ctx.now().toISOString()
    await tx.execute(sql`
      update person_requests set status = 'completed', completed_at = coalesce(completed_at, ${at}::timestamptz), expires_at = ${at}::timestamptz
      where id = any(${arrayParam(rows.map(({ id }) => id))}::text[])`)
  },
})
