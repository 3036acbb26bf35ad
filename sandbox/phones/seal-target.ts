import type { proto } from '@whiskeysockets/baileys'
import { type Addressing, jidOf } from '../accounts/address.ts'
import { SandboxError } from '../errors.ts'
import { numberOf } from './context.ts'
import { describe } from './describe.ts'
import type { SealedDraft } from './draft.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { type SealTarget, sealedTarget, unsealed, voteFields } from './sealed.ts'
import { compact, type ShownContent } from './shown.ts'

const FORMS: readonly Addressing[] = ['lid', 'pn']

/**
 * Returns the message that a change is encrypted for.
 * @param form the form of JIDs in the chat
 * @throws SandboxError `not_allowed` if the message has no secret
 */
export function sealTarget(
  phone: Phone,
  { sealAs = {} }: SealedDraft,
  target: ShownMessage,
  key: SealTarget['key'],
  form: Addressing,
): SealTarget {
  const original = phone.screen.content(target.id) ?? {}
  const secret = secretOf(original)
  if (!secret)
    throw new SandboxError('not_allowed', `The message ${target.id} has no secret to encrypt a change with.`)
  const { directory } = phone.world
  return {
    key,
    original,
    secret,
    author: jidOf(directory.get(target.from), sealAs.author ?? form),
    editor: jidOf(phone.account, sealAs.editor ?? form),
  }
}

/** Returns the secret of a message, or undefined. */
export function secretOf(message: proto.IMessage | undefined): Uint8Array | undefined {
  const secret = message?.messageContextInfo?.messageSecret
  return secret?.length ? secret : undefined
}

/** Describes a message for a row of the screen. An encrypted change is decrypted with the secret of its message. */
export function describeFor(phone: Phone, message: proto.IMessage, from: string): ShownContent {
  const nameOf = (jid: string) => numberOf(phone, jid)
  const targetId = sealedTarget(message)?.id
  if (!targetId) return describe(message, nameOf)
  const target = phone.screen.get(targetId)
  const original = phone.screen.content(targetId)
  const secret = secretOf(original)
  const [author, editor] = [target?.from ?? '', from].map((number) => phone.world.directory.find(number))
  if (!original || !secret || !author || !editor) return { type: 'sealed', targetId }
  const keys = FORMS.flatMap((one) =>
    FORMS.map((other) => {
      const people = { author: jidOf(author, one), editor: jidOf(editor, other) }
      return { ...people, secret, messageId: targetId }
    }),
  )
  const opened = unsealed(message, keys)
  if (!opened) return { type: 'sealed', targetId }
  if (!opened.votes) return describe(opened.message, nameOf)
  return { type: 'vote', ...compact<ShownContent>(voteFields(original, opened.votes, targetId)) }
}
