import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import { askConnector, wasAskedEarlier } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { loadGroup } from './loadGroup.ts'

/** A group, with the session that is in the group. */
export interface GroupRef {
  sessionId: string
  groupId: string
}

type GroupRequest = Extract<ConnectorRequest, { groupId: string }>
/** Distributes over the union, so that each request keeps its own fields. */
type WithoutGroup<Request> = Request extends GroupRequest ? Omit<Request, 'groupId'> : never

/**
 * Requests an operation on a group that the session is in.
 * @param input.operation name of the operation for an error message, such as `add participants`
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function askGroup({
  ctx,
  input: {
    group: { sessionId, groupId },
    request,
    operation,
  },
}: {
  ctx: AppContext
  input: { group: GroupRef; request: WithoutGroup<GroupRequest>; operation: string }
}): Promise<unknown> {
  const session = await loadPairedSession({ ctx, input: { id: sessionId } })
  // An earlier run of the same request may have removed the session from the group.
  if (!(await wasAskedEarlier({ ctx }))) await loadGroup({ ctx, input: { sessionId, groupId } })
  return await askConnector({
    ctx,
    input: { session, request: { ...request, groupId } as GroupRequest, operation },
  })
}
