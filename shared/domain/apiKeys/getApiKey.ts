import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { findApiKey } from './createApiKey.ts'
import { type ApiKeyView, toApiKeyView } from './view.ts'

/**
 * Returns an API key of any app, without its secret.
 * @throws NotFound
 */
export async function getApiKey({
  ctx,
  input: { keyId },
}: {
  ctx: Pick<Context, 'db'>
  input: { keyId: string }
}): Promise<ApiKeyView> {
  const row = await findApiKey({ ctx, input: { id: keyId } })
  if (!row) throw new NotFound({ what: 'API key', id: keyId })
  return toApiKeyView(row)
}
