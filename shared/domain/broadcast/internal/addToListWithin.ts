import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import type { Person } from '../placeholders.ts'
import { MAX_VARIABLES } from '../recipients.ts'

/**
 * Writes people into a list, in one statement. If the list already has a number, merges the new data into the
 * recipient.
 * @throws ValidationFailed if a recipient would have too many variables
 */
export async function addToListWithin(
  tx: Transaction,
  list: { id: string; appId: string },
  people: readonly Person[],
): Promise<void> {
  const { rows } = await tx.execute<{ phone: string }>(sql`
    insert into list_recipients (list_id, app_id, phone, username_key, name, surname, variables)
    select ${list.id}, ${list.appId}, p.phone, p."usernameKey", p.name, p.surname, p.variables
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
      as p (phone text, "usernameKey" text, name text, surname text, variables jsonb)
    on conflict (list_id, phone) do update set username_key = coalesce(excluded.username_key, list_recipients.username_key), name = coalesce(excluded.name, list_recipients.name),
      surname = coalesce(excluded.surname, list_recipients.surname),
      variables = list_recipients.variables || excluded.variables
    returning case when (select count(*) from jsonb_object_keys(list_recipients.variables)) > ${MAX_VARIABLES} then phone end as phone`)
  const full = rows.find(({ phone }) => phone !== null)
  if (!full) return
  const message = `${full.phone} would have more than ${MAX_VARIABLES} variables, stored and new. Give fewer variables.`
  throw new ValidationFailed({ details: [{ path: 'recipients', message }] })
}
