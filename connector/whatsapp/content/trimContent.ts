import type { ContactCard, MessageContent } from '#shared/contracts/messages.ts'
import { cut, MAX_ID, MAX_NAME, MAX_TEXT, MAX_VCARD, MAX_VCARDS } from '#shared/contracts/sizes.ts'

/** Limit of the options of a poll, and of the cards of a message. */
const MAX_ITEMS = 100
const MAX_MENTIONS = 1_024

/**
 * Trims received content to the API's own limits, so that each message fits into an API answer. Marks a trimmed
 * message as `truncated`.
 */
export function trimContent(content: MessageContent): MessageContent {
  const trimmer = new Trimmer()
  const { text, caption, filename, name, address, selectedId, emoji, messageId, kind, sha256 } = content
  const { contacts, poll, event, quoted, mentions } = content
  const kept: MessageContent = {
    ...content,
    ...given({ text }, (value) => trimmer.cut(value, MAX_TEXT)),
    ...given({ caption }, (value) => trimmer.cut(value, MAX_TEXT)),
    ...given({ filename, name, address, emoji, kind }, (value) => trimmer.cut(value, MAX_NAME)),
    ...given({ selectedId }, (value) => trimmer.cut(value, MAX_NAME)),
    ...given({ messageId, sha256 }, (value) => trimmer.cut(value, MAX_ID)),
    ...given({ contacts }, (cards) => trimmer.cards(cards)),
    ...given({ poll }, ({ name: question, options, ...rest }) => ({
      name: trimmer.cut(question, MAX_NAME),
      options: trimmer.items(options, MAX_ITEMS).map((option) => trimmer.cut(option, MAX_NAME)),
      ...rest,
    })),
    ...given({ event }, ({ name: title, description, ...rest }) => ({
      name: trimmer.cut(title, MAX_NAME),
      ...given({ description }, (value) => trimmer.cut(value, MAX_TEXT)),
      ...rest,
    })),
    ...given({ quoted }, ({ id, participant, text: quotedText, ...rest }) => ({
      id: trimmer.cut(id, MAX_ID),
      ...given({ participant }, (value) => trimmer.cut(value, MAX_ID)),
      ...given({ text: quotedText }, (value) => trimmer.cut(value, MAX_TEXT)),
      ...rest,
    })),
    ...given({ mentions }, (jids) =>
      trimmer.items(jids, MAX_MENTIONS).filter((jid) => trimmer.fits(jid, MAX_ID)),
    ),
  }
  return trimmer.hasTrimmed ? { ...kept, truncated: true } : kept
}

/** Trims values, and records if any value was too long. */
class Trimmer {
  hasTrimmed = false
  #vcards = 0

  cut(text: string, max: number): string {
    this.hasTrimmed ||= text.length > max
    return cut(text, max)
  }

  items<Item>(items: readonly Item[], max: number): Item[] {
    this.hasTrimmed ||= items.length > max
    return items.slice(0, max)
  }

  fits(text: string, max: number): boolean {
    this.hasTrimmed ||= text.length > max
    return text.length <= max
  }

  /** Removes a vCard that is too long, because half a vCard is unreadable. The card keeps its name and number. */
  cards(cards: readonly ContactCard[]): ContactCard[] {
    return this.items(cards, MAX_ITEMS).map(({ name, phone, vcard }) => {
      const keeps = vcard !== undefined && this.#takes(vcard)
      return {
        name: this.cut(name, MAX_NAME),
        ...given({ phone }, (value) => value),
        ...(keeps && { vcard }),
      }
    })
  }

  #takes(vcard: string): boolean {
    if (!this.fits(vcard, MAX_VCARD)) return false
    this.#vcards += vcard.length
    this.hasTrimmed ||= this.#vcards > MAX_VCARDS
    return this.#vcards <= MAX_VCARDS
  }
}

/** Changes the fields that have a value, because `exactOptionalPropertyTypes` forbids `undefined`. */
function given<Fields extends Record<string, unknown>, Kept>(
  fields: Fields,
  change: (value: NonNullable<Fields[keyof Fields]>) => Kept,
): { [Name in keyof Fields]?: Kept } {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    there.map(([name, value]) => [name, change(value as NonNullable<Fields[keyof Fields]>)]),
  ) as { [Name in keyof Fields]?: Kept }
}
