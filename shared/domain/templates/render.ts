import { once } from '#shared/once.ts'

/** Options of `render`. */
export interface RenderOptions {
  /** Names that may also stand in single braces: `{name}`. Other text in single braces is not a placeholder. */
  singleBraces?: readonly string[]
  /**
   * Returns the part of a name that counts. A placeholder without a value of exactly its name takes the first value whose name has
   * the same part. Applies to single braces, too.
   */
  fold?: (name: string) => string
  /**
   * Number of characters that the caller needs. Rendering may stop after twice this number, because gaps may remove
   * spaces.
   */
  maxCharacters?: number
}

/**
 * Matches `{{ name | fallback }}` or `{name}`. Neither part contains braces, and both lengths are bounded. A match
 * therefore takes linear time.
 */
const PLACEHOLDER = /\{\{([^{}|]{1,200})(?:\|([^{}]{0,1000}))?\}\}|\{([^{}|]{1,200})\}/g

/**
 * Replaces `{{variable}}` and `{{variable|fallback}}` with values, in one pass. A value that looks like a placeholder
 * stays unchanged. A missing or blank value leaves no text. The spaces around such a value become one space, or none at
 * the edge of a line.
 */
export function render(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
  options: RenderOptions = {},
): string {
  const written = new Writer()
  const find = finderIn(values, options.fold)
  const most = 2 * (options.maxCharacters ?? Number.POSITIVE_INFINITY)
  let end = 0
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (written.length > most) break
    const [whole, , fallback] = match
    const name = nameIn(match, options)
    if (name === null) continue
    written.add(template.slice(end, match.index))
    end = match.index + whole.length
    const value = find(name) ?? fallback?.trim() ?? ''
    if (value === '') written.leaveOut()
    else written.add(value)
  }
  written.add(written.length > most ? '' : template.slice(end))
  return written.text
}

/** Returns the distinct names of the placeholders of a template, as written, in their order. */
export function findPlaceholders(template: string, options: RenderOptions = {}): string[] {
  const names = [...template.matchAll(PLACEHOLDER)].map((match) => nameIn(match, options))
  return [...new Set(names.filter((name) => name !== null))]
}

/** Returns the name of a match; null if its single braces hold other text. */
function nameIn(
  [, inDouble, , inSingle]: RegExpExecArray,
  { singleBraces = [], fold = (name) => name }: RenderOptions,
): string | null {
  if (inDouble !== undefined) return inDouble.trim()
  const name = (inSingle ?? '').trim()
  return singleBraces.includes(fold(name)) ? name : null
}

/** Returns the function that finds the value of a name. The names are folded at the first name without an exact match. */
function finderIn(
  values: Readonly<Record<string, string | undefined>>,
  fold: RenderOptions['fold'],
): (name: string) => string | undefined {
  const byFold = once(() => {
    const found = new Map<string, string>()
    for (const name of Object.keys(values)) {
      const [key, value] = [fold?.(name) ?? name, ownValue(values, name)]
      if (value !== undefined && !found.has(key)) found.set(key, value)
    }
    return found
  })
  return (name) => ownValue(values, name) ?? (fold && byFold().get(fold(name)))
}

/** Reads own properties of the record only: `{{constructor}}` is a missing value like any other. */
function ownValue(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return value === undefined || value.trim() === '' ? undefined : value
}

/**
 * Writes a text from left to right, and closes the gaps of missing values. The pieces are joined once at the end,
 * because each look at the end of a growing text would copy the text.
 */
class Writer {
  /** Pieces of the text. No piece is empty. */
  readonly #pieces: string[] = []
  /** State between a missing value and the next text: `spaced` if a space stands on either side of the value. */
  #gap: 'none' | 'tight' | 'spaced' = 'none'

  /** Length of all pieces, in characters. */
  length = 0

  get text(): string {
    return this.#pieces.join('')
  }

  add(text: string): void {
    if (text === '') return
    if (this.#gap === 'none') {
      this.#push(text)
      return
    }
    const rest = text.replace(/^[^\S\r\n]+/, '')
    if (rest.length < text.length) this.#gap = 'spaced'
    if (rest === '') return
    this.#push((this.#gap === 'spaced' && this.#isInLineWith(rest) ? ' ' : '') + rest)
    this.#gap = 'none'
  }

  leaveOut(): void {
    if (this.#gap !== 'none') return
    this.#gap = 'tight'
    for (let last = this.#pieces.pop(); last !== undefined; last = this.#pieces.pop()) {
      this.length -= last.length
      const rest = withoutSpacesBehind(last)
      if (rest.length < last.length) this.#gap = 'spaced'
      if (rest === '') continue
      this.#push(rest)
      return
    }
  }

  #push(text: string): void {
    this.#pieces.push(text)
    this.length += text.length
  }

  /**
   * Tells whether a space may stand before a text. No space stands at the edge of a line, or before closing
   * punctuation: `Hello {{name}}, …` becomes `Hello, …`.
   */
  #isInLineWith(text: string): boolean {
    const last = this.#pieces.at(-1)
    return last !== undefined && !last.endsWith('\n') && !/^[\r\n,.;:!?)\]]/.test(text)
  }
}

/** Removes spaces from the end of a text, but no line breaks. */
function withoutSpacesBehind(text: string): string {
  let length = text.length
  while (length > 0 && /[^\S\r\n]/.test(text.charAt(length - 1))) length -= 1
  return text.slice(0, length)
}
