import type { proto } from '@whiskeysockets/baileys'
import type { ContactCard } from '#shared/contracts/messages.ts'
import { MAX_VCARD } from '#shared/contracts/sizes.ts'
import { given } from './given.ts'
import type { ComposedKind } from './kind.ts'
import { withContext } from './withContext.ts'

export const contact: ComposedKind = {
  compose: ({ content }, contextInfo) => {
    const cards = (content.contacts ?? []).map((card) => ({
      displayName: card.name,
      vcard: card.vcard ?? toVcard(card),
    }))
    const [only] = cards
    if (cards.length === 1 && only)
      return { message: { contactMessage: { ...only, ...withContext(contextInfo) } } }
    const displayName = `${cards.length} contacts`
    return {
      message: { contactsArrayMessage: { displayName, contacts: cards, ...withContext(contextInfo) } },
    }
  },
  read: {
    contactMessage: (part) => ({ contacts: [readCard(part)] }),
    contactsArrayMessage: ({ displayName, contacts }) => ({
      contacts: contacts?.length ? contacts.map(readCard) : displayName ? [{ name: displayName }] : [],
    }),
    chat: ({ displayName }) => ({ contacts: [{ name: displayName ?? '' }] }),
  },
}

/** Returns the minimal vCard that WhatsApp shows with a button to write to the contact. */
function toVcard({ name, phone }: ContactCard): string {
  const escaped = name.replace(/([\\,;])/g, '\\$1').replace(/\r?\n/g, ' ')
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `N:;${escaped};;;`, `FN:${escaped}`]
  if (phone) lines.push(`TEL;type=CELL;type=VOICE;waid=${phone}:+${phone}`)
  return [...lines, 'END:VCARD'].join('\n')
}

function readCard({ displayName, vcard: card }: proto.Message.IContactMessage): ContactCard {
  const phone = card && card.length <= MAX_VCARD ? phoneIn(card) : undefined
  return { name: displayName ?? '', ...given('phone', phone), ...given('vcard', card || undefined) }
}

/**
 * Returns the phone number of a card: WhatsApp's own `waid`, or the first number. Reads the card line by line, so that
 * a hostile card takes linear time.
 */
function phoneIn(vcard: string): string | undefined {
  const lines = vcard.split(/\r?\n/).filter((line) => /^(item\d+\.)?TEL/i.test(line))
  const waid = lines.map((line) => /waid=(\d{5,20})/.exec(line)?.[1]).find((found) => found !== undefined)
  const written = lines[0]?.split(':').at(-1)?.replace(/\D/g, '')
  return waid ?? (written || undefined)
}
