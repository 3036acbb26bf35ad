import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { assertBelowCapWithin } from '../accounts/index.ts'
import type { AppContext } from '../context.ts'
import type { SuppressionInput } from './input.ts'
import { findPersons } from './person.ts'

/** Result of an addition to the suppression list. */
export const suppressedSchema = z
  .object({
    added: z.number().int().meta({ description: 'Number of people who are new on the list', example: 2 }),
    existing: z.number().int().meta({
      description: 'Number of people who were on the list before, and keep their entry',
      example: 0,
    }),
  })
  .meta({
    id: 'Suppressed',
    description: 'The result of an addition to the suppression list',
    example: { added: 2, existing: 0 },
  })
export type Suppressed = z.infer<typeof suppressedSchema>

/**
 * Adds people to the app's suppression list. A person who is on the list keeps the entry. Counts spellings of one number once.
 * @throws CapReached
 */
export async function suppress({
  ctx,
  input: { phone, phones = [], reason },
}: {
  ctx: AppContext
  input: SuppressionInput
}): Promise<Suppressed> {
  const { appId } = ctx
  const now = ctx.now()
  const given = await findPersons({ ctx, input: { jids: phone === undefined ? phones : [phone] } })
  const people = [...new Map(given.map((one) => [one.person, one])).values()]
  const added = await ctx.db.transaction(async (tx) => {
    // All writers insert in the order of the key, to prevent deadlocks.
    const { rowCount } = await tx.execute(sql`
      insert into broadcast_suppressions (app_id, person, phone, source, reason, created_at)
      select ${appId}, p.person, p.phone, 'api', ${reason ?? null}, ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as p (person text, phone text)
      order by p.person
      on conflict (app_id, person) do nothing`)
    if (rowCount) await assertBelowCapWithin(tx, { appId, now }, 'suppressions')
    return rowCount ?? 0
  })
  return { added, existing: people.length - added }
}
