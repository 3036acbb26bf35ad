/** The delimiters of CSV files. Excel uses the delimiter of the user's country. */
const DELIMITERS = [',', ';', '\t', '|']

/** Matches the line by which Excel names the delimiter of a file. */
const SEP_LINE = /^"?sep=([^\r\n])"?[^\S\r\n]*(?:\r\n|\n|\r|$)/i

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d]

/** Delimiter of a file. The content is the file without a line that names the delimiter. */
export interface CsvLayout {
  content: string
  delimiter: string
  /** Number of the content's first line in the file. */
  firstLine: number
}

/**
 * Finds the delimiter of a file: by its `sep=` line, or else in its header.
 * @returns the unknown character of a `sep=` line, as text
 */
export function readLayout(text: string): CsvLayout | string {
  const named = SEP_LINE.exec(text)
  if (!named) return { content: text, delimiter: delimiterOf(text), firstLine: 1 }
  const [line, delimiter = ''] = named
  if (!DELIMITERS.includes(delimiter)) return delimiter
  return { content: text.slice(line.length), delimiter, firstLine: 2 }
}

/** Finds the most frequent delimiter of the first line with a text, outside of quotation marks. */
function delimiterOf(text: string): string {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]))
  let isQuoted = false
  for (let at = text.search(/[^\s]/); at >= 0 && at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (character === '\n' || character === '\r') break
    const count = counts.get(character)
    if (count !== undefined) counts.set(character, count + 1)
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** Returns the line ends of a file. In a file with line feeds, a carriage return alone is part of a cell. */
export function lineEndsOf(text: string): string[] {
  return text.includes('\n') ? ['\r\n', '\n'] : ['\r']
}

/** Counts the lines of a file, which a cell in quotation marks may contain. */
export class LineCounter {
  readonly #bytes: Uint8Array
  readonly #lineEnd: number
  #at = 0
  #line: number

  constructor(bytes: Uint8Array, firstLine: number) {
    this.#bytes = bytes
    this.#lineEnd = bytes.includes(LINE_FEED) ? LINE_FEED : CARRIAGE_RETURN
    this.#line = firstLine
  }

  /** Returns the line on which the next row begins, after empty lines. */
  begin(): number {
    for (let byte = this.#bytes[this.#at]; byte === LINE_FEED || byte === CARRIAGE_RETURN; ) {
      this.#pass(this.#at + 1)
      byte = this.#bytes[this.#at]
    }
    return this.#line
  }

  /**
   * Passes a row.
   * @param end number of bytes up to the end of the row
   * @returns the line on which the row begins
   */
  pass(end: number): number {
    const line = this.begin()
    this.#pass(end)
    return line
  }

  #pass(end: number): void {
    for (; this.#at < end; this.#at += 1) if (this.#bytes[this.#at] === this.#lineEnd) this.#line += 1
  }
}
