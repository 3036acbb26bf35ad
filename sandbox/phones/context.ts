import { getContentType, normalizeMessageContent, type proto } from '@whiskeysockets/baileys'
import { addressingOf, jidOf } from '../accounts/address.ts'
import { SandboxError } from '../errors.ts'
import type { DraftOptions } from './draft.ts'
import type { Phone } from './phone.ts'

/** What a message refers to: the one it answers, and whom it mentions. Throws `unknown_message`. */
export function contextOfDraft(phone: Phone, { quoted, mentions }: DraftOptions): proto.IContextInfo {
  return {
    ...(quoted !== undefined && quote(phone, quoted)),
    ...(mentions?.length && { mentionedJid: mentions.map((number) => jidOfNumber(phone, number)) }),
  }
}

function quote(phone: Phone, id: string): proto.IContextInfo {
  const row = phone.screen.get(id)
  if (!row) throw new SandboxError('unknown_message', `${phone.number} shows no message ${id} to quote.`)
  const content = normalizeMessageContent(phone.screen.content(id)) ?? {}
  const key = getContentType(content)
  return {
    stanzaId: id,
    participant: jidOfNumber(phone, row.from),
    quotedMessage: key ? { [key]: withoutContext(content[key]) } : {},
  }
}

/** A quote does not quote in turn. */
function withoutContext(part: unknown): unknown {
  return typeof part === 'object' && part !== null && !(part instanceof Uint8Array)
    ? { ...part, contextInfo: null }
    : part
}

/** As this phone addresses others; a number without an account has no LID. */
function jidOfNumber(phone: Phone, number: string): string {
  const account = phone.world.directory.find(number)
  return account ? jidOf(account, addressingOf(phone.account)) : jidOf({ phone: number, lid: '' }, 'pn')
}

/** The number behind a JID; the JID where nobody is known by it. */
export function numberOf(phone: Phone, jid: string): string {
  return phone.world.directory.resolve(jid)?.phone ?? jid
}
