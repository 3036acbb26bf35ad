import type { AppContext } from '../context.ts'
import { loadRequest } from './loadRequest.ts'
import { type PersonRequestView, toPersonRequestView } from './view.ts'

/**
 * Returns a request of the app.
 * @throws NotFound
 */
export async function getPersonRequest({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<PersonRequestView> {
  return toPersonRequestView(await loadRequest({ ctx, input }))
}
