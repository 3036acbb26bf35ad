import { and, eq } from 'drizzle-orm'
import type { LocalGateway } from '#local/index.ts'
import type { Plan } from '#shared/contracts/accounts.ts'
import { accounts, apps, usageCounters } from '#shared/database/index.ts'
import { monthOf } from '#shared/domain/usage/index.ts'
import { type Call, caller } from './client.ts'

/** Returns a client of the management API with its token. */
export function adminOf({ info }: Pick<LocalGateway, 'info'>): Call {
  return caller(`${info.baseUrl}/admin/v1`, { authorization: `Bearer ${info.adminToken}` })
}

/** Creates an account of a plan by the management API, as an operator does, and a client with its key. */
export async function createTenant(gateway: Pick<LocalGateway, 'info'>, plan: Plan) {
  const admin = adminOf(gateway)
  const account = (await admin('POST', '/accounts', { name: 'Example Ltd', plan })).body.data
  const key = (await admin('POST', `/apps/${account.appId}/keys`, { name: 'test' })).body.data
  return {
    accountId: account.id as string,
    appId: account.appId as string,
    keyId: key.id as string,
    key: key.key as string,
    api: caller(`${gateway.info.baseUrl}/api/v1`, { 'x-api-key': key.key }),
  }
}

/** Sets the account's used messages of this month. */
export async function setUsed(
  { services }: { services: Pick<LocalGateway['services'], 'db'> },
  accountId: string,
  messages: number,
): Promise<void> {
  const month = monthOf(new Date())
  await services.db
    .insert(usageCounters)
    .values({ accountId, month, messages })
    .onConflictDoUpdate({ target: [usageCounters.accountId, usageCounters.month], set: { messages } })
}

/** Returns the used messages of this month of an app's account. */
export async function usedBy(
  { services }: Pick<LocalGateway, 'services'>,
  appId: string,
): Promise<number | undefined> {
  const [row] = await services.db
    .select({ messages: usageCounters.messages })
    .from(usageCounters)
    .innerJoin(accounts, eq(accounts.id, usageCounters.accountId))
    .innerJoin(apps, eq(apps.accountId, accounts.id))
    .where(and(eq(apps.id, appId), eq(usageCounters.month, monthOf(new Date()))))
  return row?.messages
}
