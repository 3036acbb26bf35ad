import { NotFound } from '#shared/errors/index.ts'
import { getAccount } from '../accounts/index.ts'
import { findApiKey, limitsOf, viewOf } from '../apiKeys/index.ts'
import { loadApp } from '../apps/index.ts'
import type { AppContext } from '../context.ts'
import { readUsage } from '../usage/index.ts'
import type { MeView } from './view.ts'

/**
 * Reads the app, the account and the key of a request.
 * @throws NotFound if the app or the key was deleted meanwhile
 */
export async function readMe({
  ctx,
  input: { keyId },
}: {
  ctx: Pick<AppContext, 'db' | 'now' | 'appId'>
  input: { keyId: string }
}): Promise<MeView> {
  const [app, key] = await Promise.all([
    loadApp({ ctx, input: { id: ctx.appId } }),
    findApiKey({ ctx, input: { id: keyId } }),
  ])
  if (!key) throw new NotFound({ what: 'API key', id: keyId })
  const { accountId } = app
  const [account, { month, apps, sessions, messages, broadcast }] = await Promise.all([
    getAccount({ ctx, input: { accountId } }),
    readUsage({ ctx, input: { accountId } }),
  ])
  return {
    app: { id: app.id, name: app.name, createdAt: app.createdAt.toISOString() },
    account: { id: account.id, name: account.name },
    plan: account.plan,
    usage: {
      month,
      apps: apps.used,
      sessions: sessions.used,
      messages: messages.used,
      broadcast: broadcast.used,
    },
    limits: {
      apps: apps.limit,
      sessions: sessions.limit,
      messages: messages.limit,
      broadcast: broadcast.limit,
    },
    key: {
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      ...viewOf(limitsOf(key)),
      createdAt: key.createdAt.toISOString(),
    },
  }
}
