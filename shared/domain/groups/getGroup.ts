import type { AppContext } from '../context.ts'
import { loadSession } from '../sessions/index.ts'
import { askGroup, type GroupRef } from './askGroup.ts'
import { loadGroup } from './loadGroup.ts'
import { type GroupDetail, viewGroup } from './view.ts'

/**
 * Returns a group that a session is in, from the database.
 * @param input.refresh true to query WhatsApp first
 * @throws NotFound; with `refresh` also SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function getGroup({
  ctx,
  input: { refresh, ...ref },
}: {
  ctx: AppContext
  input: GroupRef & { refresh: boolean }
}): Promise<GroupDetail> {
  if (refresh)
    await askGroup({ ctx, input: { group: ref, request: { kind: 'group.fetch' }, operation: 'get a group' } })
  else await loadSession({ ctx, input: { id: ref.sessionId } })
  return await viewGroup({ ctx, input: await loadGroup({ ctx, input: ref }) })
}
