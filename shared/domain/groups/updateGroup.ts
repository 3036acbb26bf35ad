import type { AppContext } from '../context.ts'
import { askGroup, type GroupRef } from './askGroup.ts'
import { loadGroup } from './loadGroup.ts'
import { type GroupDetail, viewGroup } from './view.ts'

/** Changes of a group. A missing field stays unchanged, and an empty description removes the description. */
export interface GroupChanges {
  subject?: string | undefined
  description?: string | undefined
  announce?: boolean | undefined
  locked?: boolean | undefined
  ephemeralSeconds?: number | undefined
  joinApproval?: boolean | undefined
}

/**
 * Changes the settings of a group, one after the other. If WhatsApp refuses a setting, the earlier settings stay
 * changed.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function updateGroup({
  ctx,
  input: { sessionId, groupId, ...changes },
}: {
  ctx: AppContext
  input: GroupRef & GroupChanges
}): Promise<GroupDetail> {
  const ref = { sessionId, groupId }
  const { subject, description, announce, locked, ephemeralSeconds, joinApproval } = changes
  await askGroup({
    ctx,
    input: {
      group: ref,
      request: {
        kind: 'group.update',
        ...(subject !== undefined && { subject }),
        ...(description !== undefined && { description }),
        ...(announce !== undefined && { announce }),
        ...(locked !== undefined && { locked }),
        ...(ephemeralSeconds !== undefined && { ephemeralSeconds }),
        ...(joinApproval !== undefined && { joinApproval }),
      },
      operation: 'change a group',
    },
  })
  return await viewGroup({ ctx, input: await loadGroup({ ctx, input: ref }) })
}
