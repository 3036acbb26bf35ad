import type { Lifetime } from '#shared/contracts/chats.ts'
import { NotFound } from '#shared/errors/index.ts'
import { isGroupJid } from '#shared/jid.ts'
import { usernameOf } from '#shared/username.ts'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { updateGroup } from '../groups/index.ts'
import { chatJidOf } from '../lidMappings/index.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { type ChatView, viewChat } from './view.ts'

/**
 * Sets the disappearing timer of a chat, for both sides or for all members of a group.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function updateChat({
  ctx,
  input: { ephemeralSeconds, ...input },
}: {
  ctx: AppContext
  input: { sessionId: string; jid: string; ephemeralSeconds: Lifetime }
}): Promise<ChatView> {
  const session = await loadPairedSession({ ctx, input: { id: input.sessionId } })
  const sessionId = session.id
  const jid = await chatJidOf({ ctx, input: { sessionId, jid: input.jid } })
  if (usernameOf(jid) !== null) throw new NotFound({ what: 'Chat', id: jid })
  if (isGroupJid(jid)) {
    const group = await updateGroup({ ctx, input: { sessionId, groupId: jid, ephemeralSeconds } })
    return await viewChat({ ctx, input: { sessionId, jid, ephemeralSeconds: group.ephemeralSeconds } })
  }
  const request = { kind: 'chat.timer', jid, seconds: ephemeralSeconds } as const
  await askConnector({ ctx, input: { session, request, operation: 'set the timer of a chat' } })
  // The answer of WhatsApp may have moved the chat to another spelling of its number.
  const known = await chatJidOf({ ctx, input: { sessionId, jid } })
  return await viewChat({ ctx, input: { sessionId, jid: known, ephemeralSeconds } })
}
