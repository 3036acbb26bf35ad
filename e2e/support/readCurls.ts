import { type ParseEntry, parse } from 'shell-quote'

/** A request, as the arguments of a curl command describe it. */
export interface Curl {
  method: string
  url: string
  headers: Record<string, string>
  /** The text after `-d`. */
  body: string | undefined
}

const QUOTED_OR_BREAK = /'[^']*'|"(?:\\.|[^"\\])*"|\n/g

/** Options of curl that take a value, beside those that this reader understands. */
const WITH_VALUE = ['--data-binary', '-o', '--output', '-w']

/**
 * Reads the curl commands of a shell text. A shell variable becomes its name in braces, such as `{API}`. Comments are
 * skipped.
 * @throws Error for an option that the reader does not know
 */
export function readCurls(text: string): Curl[] {
  const bare = text.replace(/\\\n/g, ' ').replace(/(^|\s)#\s.*$/gm, '')
  // The parser reads a line break as a space. A line break outside of quotes ends a command.
  const lines = bare.replace(QUOTED_OR_BREAK, (part) => (part === '\n' ? ' ; ' : part))
  const commands: string[][] = []
  let current: string[] | undefined
  for (const entry of parse(lines, (name) => `{${name}}`)) {
    const word = wordOf(entry)
    if (word === 'curl') {
      current = []
      commands.push(current)
    } else if (word === undefined) current = undefined
    else current?.push(word)
  }
  return commands.map(readCommand)
}

/** Returns the text of a word. An operator, such as a pipe, ends a command. */
function wordOf(entry: ParseEntry): string | undefined {
  if (typeof entry === 'string') return entry
  return 'pattern' in entry ? entry.pattern : undefined
}

function readCommand(words: readonly string[]): Curl {
  const curl: Curl = { method: '', url: '', headers: {}, body: undefined }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('-')) readOption(curl, word, rest.shift() ?? '')
    else curl.url ||= word
  }
  return { ...curl, method: curl.method || (curl.body === undefined ? 'GET' : 'POST') }
}

function readOption(curl: Curl, option: string, value: string): void {
  if (option === '-X') curl.method = value
  else if (option === '-d') curl.body = value
  else if (option === '-H') Object.assign(curl.headers, readHeader(value))
  else if (!WITH_VALUE.includes(option)) throw new Error(`readCurls does not know ${option}. Add the option.`)
}

function readHeader(text: string): Record<string, string> {
  const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(text) ?? []
  return { [name.toLowerCase()]: value }
}
