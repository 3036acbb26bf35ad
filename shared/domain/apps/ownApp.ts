import { and, arrayContains, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { apps } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import { filledName, origin, uniqueTexts } from '#shared/input/index.ts'
import type { AppContext, Context } from '../context.ts'
import { loadApp } from './loadApp.ts'
import { appSchema } from './view.ts'

/** Most origins of one app. */
const MAX_ORIGINS = 20
const EXAMPLE = ['https://app.example.com']
const corsOrigins = {
  description:
    'Origins of the browsers that may call the API with a key of the app. Without one, no browser may',
  example: EXAMPLE,
}

/** An app as its own keys see it. */
export const ownAppSchema = appSchema.extend({ corsOrigins: z.array(z.string()).meta(corsOrigins) }).meta({
  id: 'OwnApp',
  description: 'The app of the key, with its settings',
  example: {
    id: 'app_4fG7hJ2kL9mNpQrSt5vW',
    accountId: 'acc_4fG7hJ2kL9mNpQrSt5vW',
    name: 'Web shop',
    createdAt: '2026-06-24T10:28:00.000Z',
    corsOrigins: EXAMPLE,
  },
})
export type OwnAppView = z.infer<typeof ownAppSchema>

/** The settings of an app that its own keys can change. */
export const ownAppPatch = z
  .strictObject({
    name: filledName(100).meta({ description: 'Name of the app (1-100 characters)', example: 'Web shop' }),
    corsOrigins: uniqueTexts(z.array(origin).max(MAX_ORIGINS), 'Name each origin once').meta(corsOrigins),
  })
  .partial()

/**
 * Returns the caller's own app with its settings.
 * @throws NotFound if the app was deleted meanwhile
 */
export async function getOwnApp({ ctx }: { ctx: Pick<AppContext, 'db' | 'appId'> }): Promise<OwnAppView> {
  return toOwnAppView(await loadApp({ ctx, input: { id: ctx.appId } }))
}

/**
 * Changes settings of the caller's own app. Omitted fields stay unchanged.
 * @throws NotFound if the app was deleted meanwhile
 */
export async function updateOwnApp({
  ctx,
  input,
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: z.output<typeof ownAppPatch>
}): Promise<OwnAppView> {
  if (Object.keys(input).length === 0) return await getOwnApp({ ctx })
  const [row] = await ctx.db
    .update(apps)
    .set(input)
    .where(and(eq(apps.id, ctx.appId), isNull(apps.deletedAt)))
    .returning()
  if (!row) throw new NotFound({ what: 'App', id: ctx.appId })
  return toOwnAppView(row)
}

/** Tells whether any app names an origin. A preflight has no key, so that it passes for each of them. */
export async function isKnownOrigin({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { origin: string }
}): Promise<boolean> {
  const found = await ctx.db
    .select({ id: apps.id })
    .from(apps)
    .where(and(arrayContains(apps.corsOrigins, [input.origin]), isNull(apps.deletedAt)))
    .limit(1)
  return found.length > 0
}

function toOwnAppView({
  id,
  accountId,
  name,
  createdAt,
  corsOrigins: origins,
}: typeof apps.$inferSelect): OwnAppView {
  return { id, accountId, name, createdAt: createdAt.toISOString(), corsOrigins: origins }
}
