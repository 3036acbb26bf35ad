import { getContentType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import { addressingOf, jidOf } from '../accounts/address.ts'
import { SandboxError } from '../errors.ts'
import { hasAuthors } from '../groups/group.ts'
import type { DraftOptions } from './draft.ts'
import { authorJid } from './keys.ts'
import type { Phone } from './phone.ts'

/**
 * Returns the context of a message: the quoted message and the mentions.
 * @throws SandboxError `unknown_message`
 */
export function contextOfDraft(phone: Phone, { quoted, mentions }: DraftOptions): proto.IContextInfo {
  return {
    ...(quoted !== undefined && quote(phone, quoted)),
    ...(mentions?.length && { mentionedJid: mentions.map((number) => jidOfNumber(phone, number)) }),
  }
}

/** Returns the quote of a message. In a chat with one person, the id alone names the message. */
function quote(phone: Phone, id: string): proto.IContextInfo {
  const row = phone.screen.get(id)
  if (!row) throw new SandboxError('unknown_message', `${phone.number} shows no message ${id} to quote.`)
  const content = normalizeMessageContent(phone.screen.content(id)) ?? {}
  const key = getContentType(content)
  return {
    stanzaId: id,
    ...(hasAuthors(row.chat) && { participant: authorJid(phone, row) ?? null }),
    quotedMessage: key ? { [key]: withoutContext(content[key]) } : {},
  }
}

/** Removes the context of a quoted message, because a quote contains no other quote. */
function withoutContext(part: unknown): unknown {
  return typeof part === 'object' && part !== null && !(part instanceof Uint8Array)
    ? { ...part, contextInfo: null }
    : part
}

/** Returns a JID in the form that this phone uses. A number without an account has no LID. */
function jidOfNumber(phone: Phone, number: string): string {
  const account = phone.world.directory.find(number)
  return account ? jidOf(account, addressingOf(phone.account)) : jidOf({ phone: number, lid: '' }, 'pn')
}

/** Returns the number of a JID, or the JID itself if no account has it. */
export function numberOf(phone: Phone, jid: string): string {
  return phone.world.directory.resolve(jid)?.phone ?? jid
}
