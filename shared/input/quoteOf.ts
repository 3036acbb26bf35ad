import { cutText } from '#shared/cutText.ts'

/** Longest part of a written value that a fault quotes, in UTF-16 units. */
const MAX_QUOTE = 60

/** Quotes a written text, number or boolean behind the message of a fault. Returns an empty text for other values. */
export function quoteOf(written: unknown): string {
  if (typeof written === 'number' || typeof written === 'boolean') return ` (you wrote ${written})`
  return typeof written === 'string' ? ` (you wrote ${JSON.stringify(cutText(written, MAX_QUOTE))})` : ''
}
