import { z } from 'zod'
import { MAX_ID, MAX_NAME, MAX_TEXT, MAX_VCARD } from '../sizes.ts'

/** Limit of a list in a received message. */
export const MAX_ITEMS = 100
/** Maximum length of a URL, in UTF-16 units. */
const MAX_URL = 4_096

/** The limit of a string or a list in a received message. */
interface Limit {
  /** UTF-16 units of a string, or items of a list. */
  max: number
  /** True for a value that is useless when it is cut: the connector omits the value. */
  isWhole?: boolean
  /** True for a vCard. All vCards of a message share a limit. */
  isCard?: boolean
}

/**
 * Limits of received content, by schema. A string without an entry has `MAX_NAME` units, and a list without an entry has
 * `MAX_ITEMS` items. The limits are no rules of the schemas, because sent content has limits of its own.
 */
export const limits = z.registry<Limit>()

/** The words of a message. */
export const longText = z.string().register(limits, { max: MAX_TEXT })
/** A name, a title or a label. */
export const label = z.string().register(limits, { max: MAX_NAME })
/** An ID or a JID. */
export const identifier = z.string().register(limits, { max: MAX_ID })
/** One ID or JID of a list. */
export const listedIdentifier = z.string().register(limits, { max: MAX_ID, isWhole: true })
export const wholeUrl = z.string().register(limits, { max: MAX_URL, isWhole: true })
/** JSON of the sender, as text. */
export const wholeJson = z.string().register(limits, { max: MAX_TEXT, isWhole: true })
export const vcardText = z.string().register(limits, { max: MAX_VCARD, isWhole: true, isCard: true })
/** A time in Unix seconds. */
export const unixSeconds = z.number().int()
