/**
 * Maximum length of a text or a caption: WhatsApp's own limit. The API counts code points, as JSON Schema does. The connector cuts received
 * texts by UTF-16 units.
 */
export const MAX_TEXT = 65_536
/** Maximum length of the name of a place, a file, a person or a choice, in UTF-16 units. The API has the same limit, in code points. */
export const MAX_NAME = 1_000
/** Maximum length of a group's description, in UTF-16 units: WhatsApp's own limit. */
export const MAX_DESCRIPTION = 2_048
/** Maximum length of a JID or an id, in UTF-16 units. WhatsApp's own ids have about 40 units. */
export const MAX_ID = 128
/** Maximum length of one vCard, in UTF-16 units. */
export const MAX_VCARD = 20_000
/** Maximum length of all vCards of a message, in UTF-16 units. The message must fit into a response of Lambda. */
export const MAX_VCARDS = 300_000
/** Maximum length of all texts of a received message, in UTF-16 units. JSON may write six bytes for a unit. */
export const MAX_CONTENT = 800_000

/** Maximum number of options of a received poll. */
export const MAX_OPTIONS = 100

/** Cuts a text to at most `max` UTF-16 units. A surrogate pair is never split. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const isHalf = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, isHalf ? max - 1 : max)
}
