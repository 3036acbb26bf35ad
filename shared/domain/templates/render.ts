/** What `render` may be told to do otherwise. */
export interface RenderOptions {
  /** Names that single braces stand for, too: `{name}`. Other text in single braces is nobody's placeholder. */
  singleBraces?: readonly string[]
  /** The caller wants no more characters than these: rendering may stop behind twice as many. Spaces that a gap takes away need the rest. */
  maxCharacters?: number
}

/** `{{ name | fallback }}` or `{name}`. Neither part holds braces, and both are bounded: no text is looked at over and over. */
const PLACEHOLDER = /\{\{([^{}|]{1,200})(?:\|([^{}]{0,1000}))?\}\}|\{([^{}|]{1,200})\}/g

/**
 * Puts values into a text, for `{{variable}}`, or `{{variable|what to say without one}}`. One pass: a value that looks like a
 * placeholder itself stays as it is. For a value that is missing or blank there is nothing, and the spaces around it become
 * one; those at the edge of a line go.
 */
export function render(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
  options: RenderOptions = {},
): string {
  const written = new Writer()
  const most = 2 * (options.maxCharacters ?? Number.POSITIVE_INFINITY)
  let end = 0
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (written.length > most) break
    const [whole, inDouble, fallback, inSingle] = match
    const name = (inDouble ?? inSingle ?? '').trim()
    if (inSingle !== undefined && !options.singleBraces?.includes(name)) continue
    written.add(template.slice(end, match.index))
    end = match.index + whole.length
    const value = ownValue(values, name) ?? fallback?.trim() ?? ''
    if (value === '') written.leaveOut()
    else written.add(value)
  }
  written.add(written.length > most ? '' : template.slice(end))
  return written.text
}

/** Only what is the record's own: `{{constructor}}` is a missing value as any other. */
function ownValue(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return value === undefined || value.trim() === '' ? undefined : value
}

/**
 * Writes a text from left to right, and closes the gaps that missing values leave. It is put together once, at its end: to look at
 * the end of a text that grows would copy it each time.
 */
class Writer {
  /** None is empty. */
  readonly #pieces: string[] = []
  /** Behind a missing value, until there are words again: whether spaces stood on either side of it. */
  #gap: 'none' | 'tight' | 'spaced' = 'none'

  /** Of the pieces together, in characters. */
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

  /** No space at the edge of a line, nor before what closes a phrase: of `Hello {{name}}, …` is left `Hello, …`. */
  #isInLineWith(text: string): boolean {
    const last = this.#pieces.at(-1)
    return last !== undefined && !last.endsWith('\n') && !/^[\r\n,.;:!?)\]]/.test(text)
  }
}

/** A line's end stays. */
function withoutSpacesBehind(text: string): string {
  let length = text.length
  while (length > 0 && /[^\S\r\n]/.test(text.charAt(length - 1))) length -= 1
  return text.slice(0, length)
}
