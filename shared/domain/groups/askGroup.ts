import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import { askConnector, wasAskedEarlier } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { loadGroup } from './loadGroup.ts'

/** A group, by the session that is in it. */
export interface GroupRef {
  sessionId: string
  groupId: string
}

type GroupRequest = Extract<ConnectorRequest, { groupId: string }>
/** One at a time, so that each keeps its own fields. */
type WithoutGroup<Request> = Request extends GroupRequest ? Omit<Request, 'groupId'> : never

/**
 * Has WhatsApp do something to a group that the session is in.
 * @param operation what it is, for the sentence of a refusal: `add participants`
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
  // The session may have left the group by the request that is repeated.
  if (!(await wasAskedEarlier({ ctx }))) await loadGroup({ ctx, input: { sessionId, groupId } })
  return await askConnector({
    ctx,
    input: { session, request: { ...request, groupId } as GroupRequest, operation },
  })
}
