import type { MessageType } from '#shared/contracts/messages.ts'
import { CannotChange } from '#shared/errors/index.ts'
import { isChannelJid, isGroupJid, phoneJid } from '#shared/jid.ts'
import { askConnector, wasAskedEarlier } from '../../connectorRequests/index.ts'
import type { AppContext } from '../../context.ts'
import { findGroup } from '../../groups/loadGroup.ts'
import { isMember } from '../../groups/snapshot.ts'
import { loadPairedSession, loadSession } from '../../sessions/index.ts'
import { loadMessage, viewMessage } from '../history/index.ts'
import type { MessageRow, MessageView } from '../view.ts'

interface Ref {
  sessionId: string
  messageId: string
}

/** Kinds with a caption, which can be edited. */
const CAPTIONED: readonly MessageType[] = ['image', 'video', 'document']

/**
 * Edits the text or the caption of one of our messages on every phone that has the message.
 * @param input.mentions absent: the mentions stay
 * @throws NotFound, CannotChange, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function editMessage({
  ctx,
  input,
}: {
  ctx: AppContext
  input: Ref & { mentions?: string[] | undefined } & NewText
}): Promise<MessageView> {
  const row = await loadMessage({ ctx, input })
  const isNew = !(await wasAskedEarlier({ ctx }))
  if (isNew) mustBeOurs(row, 'edited')
  if (isNew) mustHaveText(row, input)
  const { text = input.caption ?? '', mentions } = input
  const request = { kind: 'message.edit', key: keyOf(row), text, ...(mentions && { mentions }) } as const
  await ask(ctx, row, request, 'edit a message')
  return await viewMessage({ ctx, input: await loadMessage({ ctx, input }) })
}

/**
 * Revokes a message on every phone that has the message. In a group, an admin also revokes the messages of other members.
 * @throws NotFound, CannotChange, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function revokeMessage({ ctx, input }: { ctx: AppContext; input: Ref }): Promise<MessageView> {
  const row = await loadMessage({ ctx, input })
  if (!(await wasAskedEarlier({ ctx }))) await mustBeRevocable(ctx, row)
  await ask(ctx, row, { kind: 'message.revoke', key: keyOf(row) }, 'revoke a message')
  return await viewMessage({ ctx, input: await loadMessage({ ctx, input }) })
}

/**
 * Sends a read receipt for a message.
 * @throws NotFound, CannotChange, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function markRead({ ctx, input }: { ctx: AppContext; input: Ref }): Promise<MessageView> {
  const row = await loadMessage({ ctx, input })
  if (row.fromMe)
    throw new CannotChange({
      messageId: row.id,
      why: 'Only a message from another person can be marked as read',
    })
  if (isChannelJid(row.remoteJid))
    throw new CannotChange({ messageId: row.id, why: 'A post of a channel takes no read receipt' })
  await ask(ctx, row, { kind: 'messages.read', keys: [keyOf(row)] }, 'mark a message as read')
  return await viewMessage({ ctx, input: await loadMessage({ ctx, input }) })
}

/** @throws CannotChange */
async function mustBeRevocable(ctx: AppContext, row: MessageRow): Promise<void> {
  if (row.fromMe || !isGroupJid(row.remoteJid)) return mustBeOurs(row, 'revoked')
  mustExist(row)
  const { sessionId, remoteJid: groupId } = row
  const { phone, lid } = await loadSession({ ctx, input: { id: sessionId } })
  const group = await findGroup({ ctx, input: { sessionId, groupId } })
  const own = [phone && phoneJid(phone), lid].filter((jid) => jid !== null)
  if (group?.members.some((member) => member.admin && isMember(member, own))) return
  throw new CannotChange({
    messageId: row.id,
    why: 'Only an admin of the group can revoke the message of another member. Ask an admin to promote the session',
  })
}

/** @throws CannotChange for a message that was revoked */
function mustExist(row: MessageRow): void {
  if (row.deletedAt) throw new CannotChange({ messageId: row.id, why: 'The message was revoked' })
}

function mustBeOurs(row: MessageRow, done: string): void {
  if (!row.fromMe)
    throw new CannotChange({ messageId: row.id, why: `Only a message that you sent can be ${done}` })
  mustExist(row)
  if (row.status === 'PENDING' || row.status === 'FAILED') {
    throw new CannotChange({
      messageId: row.id,
      why: `The message is ${row.status}, so that WhatsApp does not have it`,
    })
  }
}

/** The new text of a message: `text`, or `caption` for a file only. */
interface NewText {
  text?: string | undefined
  caption?: string | undefined
}

function mustHaveText(row: MessageRow, { caption }: NewText): void {
  if (row.type !== 'text' && !CAPTIONED.includes(row.type))
    throw new CannotChange({
      messageId: row.id,
      why: `A message of type ${row.type} has no text. Only texts and the captions of images, videos and documents can be edited`,
    })
  if (row.type === 'text' && caption !== undefined)
    throw new CannotChange({ messageId: row.id, why: 'A text message has no caption. Give text instead' })
  if (row.content.viewOnce)
    throw new CannotChange({ messageId: row.id, why: 'A view-once message cannot be edited' })
}

async function ask(
  ctx: AppContext,
  row: MessageRow,
  request: Parameters<typeof askConnector>[0]['input']['request'],
  operation: string,
): Promise<void> {
  const session = await loadPairedSession({ ctx, input: { id: row.sessionId } })
  await askConnector({ ctx, input: { session, request, operation } })
}

function keyOf(row: MessageRow) {
  return {
    remoteJid: row.remoteJid,
    id: row.id,
    fromMe: row.fromMe,
    ...(row.participant !== null && !row.fromMe && { participant: row.participant }),
  }
}
