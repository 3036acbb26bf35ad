/** WhatsApp's own limit of a text and of a caption, in UTF-16 units. */
export const MAX_TEXT = 65_536
/** Of the name of a place, a file, a person or a choice, in UTF-16 units. The API takes no longer one either. */
export const MAX_NAME = 1_000
/** Of a group's description, in UTF-16 units: WhatsApp's own limit. */
export const MAX_DESCRIPTION = 2_048
/** Of a JID or an id, in UTF-16 units. WhatsApp's own have some 40. */
export const MAX_ID = 128
/** Of one vCard, in UTF-16 units. */
export const MAX_VCARD = 20_000
/** Of all vCards of a message together, so that the message fits into an answer of Lambda. */
export const MAX_VCARDS = 300_000

/** The beginning of a text, up to `max` UTF-16 units. A surrogate pair is kept or left out as a whole. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const isHalf = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, isHalf ? max - 1 : max)
}
