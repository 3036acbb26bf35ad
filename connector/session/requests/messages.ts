import type { MessageContent } from '#shared/contracts/messages.ts'
import { findTimer } from '#shared/domain/chats/index.ts'
import type { ConnectorAnswer } from '#shared/domain/connectorRequests/index.ts'
import { applyOwnChange, type OwnChange, quotedMessage } from '#shared/domain/messages/index.ts'
import { newId } from '#shared/ids.ts'
import { isGroupJid } from '#shared/jid.ts'
import { persist } from '../../persist.ts'
import type { MessageKey, SentChange } from '../../whatsapp/index.ts'
import { inAddressing, shownOf } from '../messageFacts.ts'
import { nameEdit } from '../nameContent.ts'
import { done, type RequestContext, type RequestHandlers } from './handler.ts'
import { answerOf, sendChange } from './sendChange.ts'

/** Code for a message that was revoked meanwhile. */
const NOT_FOUND = '404'

export const messageRequests: RequestHandlers<'message.edit' | 'message.revoke' | 'messages.read'> = {
  'message.edit': async (context, { key, text, mentions: given }) => {
    const { services: ctx, sessionId } = context
    const input = { sessionId, messageId: key.id, fromMe: true }
    const message = await quotedMessage({ ctx, input })
    if (!message) return { state: 'failed', result: { code: NOT_FOUND } }
    const mentions = given ?? message.content.mentions
    const named = given && (await nameMentions(context, given, message.content))
    const content = { [message.type === 'text' ? 'text' : 'caption']: text, ...(mentions && { mentions }) }
    const shown = { ...shownOf(message), content: { ...message.content, ...content } }
    const at = ctx.now().getTime()
    const edit: Compose = async (chat) => {
      const timer = await findTimer({ ctx, input: { sessionId, jid: chat.remoteJid } })
      return { change: 'edited', key: chat, edited: { ...shown, timer }, at }
    }
    return await change(context, key, edit, { change: 'edited', content: { ...content, ...named } })
  },
  'message.revoke': async (context, { key }) => {
    const revoke: Compose = async (chat) => ({ change: 'deleted', key: await withAuthor(context, chat) })
    return await change(context, key, revoke, { change: 'deleted', ...(await ofOthers(context, key)) })
  },
  'messages.read': async (context, { keys }) => {
    const known = await Promise.all(
      keys.map(async (key) => await withAuthor(context, await withCanonicalChat(context, key))),
    )
    await context.connection.ask((socket) => socket.markRead(known))
    return done({})
  },
}

/** Returns the mentions of an edit by number and LID, in place of the earlier mentions. */
async function nameMentions(
  { lidMappings, connection }: RequestContext,
  mentions: string[],
  earlier: MessageContent,
): Promise<Pick<MessageContent, 'mentions' | 'mentionLids' | 'mentionsMe'>> {
  const [id = '', lid = ''] = connection.ownJids
  return await nameEdit(lidMappings, { content: { mentions }, earlier }, { id, lid })
}

/** Returns the change of the message of a key. */
type Compose = (key: MessageKey) => Promise<SentChange>

/** Returns the author of another member's message, and the session as the admin who deletes it. */
async function ofOthers(
  { connection, lidMappings }: RequestContext,
  { fromMe, participant, remoteJid: chat }: MessageKey,
): Promise<Pick<Extract<OwnChange, { change: 'deleted' }>, 'author' | 'byAdmin'>> {
  if (fromMe || !participant) return {}
  const [deletedBy = ''] = connection.ownJids
  const deletedByLid = await lidMappings.lidOf(deletedBy)
  return { author: participant, byAdmin: { chat, deletedBy, ...(deletedByLid && { deletedByLid }) } }
}

/** Sends a change of an earlier message, and stores it after WhatsApp's ack. */
async function change(
  context: RequestContext,
  key: MessageKey,
  composeFor: Compose,
  ownChange: OwnChange,
): Promise<ConnectorAnswer> {
  const { services, leaseHandle, sessionId } = context
  const input = { sessionId, messageId: key.id, eventId: newId('event'), ...ownChange }
  const store = () =>
    persist(leaseHandle, services.log, () =>
      applyOwnChange({ ctx: services, input: { ...input, lease: leaseHandle.lease } }),
    )
  const compose = (remoteJid: string) => composeFor({ ...key, remoteJid })
  return answerOf(await sendChange(context, key.remoteJid, compose, store))
}

/** Returns the key with the author in the addressing of the group. Only the message of another member has an author in its key. */
async function withAuthor(context: RequestContext, key: MessageKey): Promise<MessageKey> {
  const { remoteJid, participant } = key
  if (!participant || !isGroupJid(remoteJid)) return key
  return { ...key, participant: await inAddressing(context, remoteJid, participant) }
}

async function withCanonicalChat(
  { accounts, connection }: RequestContext,
  key: MessageKey,
): Promise<MessageKey> {
  return { ...key, remoteJid: await accounts.chatOf(connection, key.remoteJid) }
}
