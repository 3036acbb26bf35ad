import { proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import { edited } from '../phones/action.ts'
import { composeContent } from '../phones/compose.ts'
import { describe } from '../phones/describe.ts'
import { type Draft, isAction } from '../phones/draft.ts'
import { envelopeOf } from '../phones/envelope.ts'
import { newMessageId } from '../phones/message-id.ts'
import type { Phone } from '../phones/phone.ts'
import type { ShownMessage } from '../phones/screen.ts'
import { node } from '../server/nodes.ts'
import { EDIT, REVOKE } from './routing.ts'

/** A post, or a change of a post. */
interface Post {
  id: string
  edit?: string
  /** Absent if the post is deleted. */
  message?: proto.IMessage
}

/**
 * Posts into a channel, or changes a post.
 * @returns the row of the post
 * @throws SandboxError `unknown_recipient`, `unknown_message`, `not_allowed`
 */
export async function postToChannel(phone: Phone, chat: string, draft: Draft): Promise<ShownMessage> {
  if (phone.world.channels.find(chat)?.owner !== phone.number)
    throw new SandboxError('unknown_recipient', `${phone.number} owns no channel ${chat}.`)
  const post = compose(phone, draft)
  const { id, edit, message } = post
  const attrs = { id, to: chat, edit, type: message ? envelopeOf(message).stanza.type : 'text' }
  const content = message && [node('plaintext', {}, proto.Message.encode(message).finish())]
  show(phone, chat, post, { from: phone.number, fromMe: true, status: 'PENDING' })
  const ack = await phone.submit(node('message', attrs, content))
  if (ack) phone.screen.advance(id, 'SENT')
  await phone.world.state.flushed()
  return rowOf(phone, id)
}

/** Shows a post, or its change, on the phone of its owner or of a follower. */
export function show(
  phone: Phone,
  chat: string,
  { id, edit, message }: Post,
  by: Pick<ShownMessage, 'from' | 'fromMe' | 'status'>,
): void {
  if (edit === REVOKE) phone.screen.update(id, { text: '', revoked: true })
  if (!message) return
  const shown = describe(message, (jid) => jid)
  if (edit === EDIT) phone.screen.update(id, { ...shown, edited: true })
  else phone.screen.save(phone.newRow({ id, chat, ...by, ...shown, addressing: 'lid' }))
  phone.screen.keep(id, message)
}

function compose(phone: Phone, draft: Draft): Post {
  if (!isAction(draft)) return { id: draft.id ?? newMessageId(), message: composeContent(draft, {}) }
  const { id } = rowOf(phone, draft.messageId)
  if (draft.type === 'revoke') return { id, edit: REVOKE }
  if (draft.type === 'edit') return { id, edit: EDIT, message: edited(phone.screen.content(id), draft.text) }
  throw new SandboxError('not_allowed', 'The owner of a channel posts, edits and deletes only.')
}

function rowOf(phone: Phone, id: string): ShownMessage {
  const row = phone.screen.get(id)
  if (!row) throw new SandboxError('unknown_message', `${phone.number} shows no message ${id}.`)
  return row
}
