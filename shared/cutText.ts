import { once } from './once.ts'

/** ICU takes milliseconds to open a segmenter, and most processes cut no text. */
const graphemes = once(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))
/** Characters around the cut in which the start of a cluster is searched. Real clusters are shorter, and flags have parity. */
const WINDOW = 256

/**
 * Cuts a text to a length without cutting a character that a reader sees, such as a letter with its accents or a family emoji.
 * @param max length in UTF-16 code units
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const from = Math.max(0, max - WINDOW)
  const cluster = graphemes()
    .segment(text.slice(from, max + WINDOW))
    .containing(max - from)
  const at = from + (cluster?.index ?? 0)
  // A cluster that begins before the window is an attack. Only its last surrogate pair stays whole.
  if (at > from || from === 0) return text.slice(0, at)
  return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max)
}
