import type { Passage } from '../passage.ts'
import type { Token } from './tokens.ts'

const TEST = new Set(['it', 'test', 'describe'])
const PROPERTY = new Set(['description', 'summary'])
const METHOD = new Set(['describe', 'description', 'summary', 'option'])

/** Extracts the names of tests. */
export function testNames(tokens: Token[]): Passage[] {
  return tokens.flatMap(({ type, value, line }, index) => {
    if (type !== 'IdentifierName' || !TEST.has(value) || tokens[index - 1]?.value === '.') return []
    return passages('testName', nameBehind(tokens, index + 1), line)
  })
}

/** Extracts the descriptions of the reference and of the command line, and the texts of errors. */
export function descriptions(tokens: Token[]): Passage[] {
  return tokens.flatMap(({ type, line }, index) =>
    type === 'IdentifierName' ? passages('description', descriptionsAt(tokens, index), line) : [],
  )
}

function passages(kind: 'testName' | 'description', texts: string[], line: number): Passage[] {
  return texts.map((text) => ({
    kind,
    text: text.replace(/`[^`]*`/g, 'x').replace(/\s+/g, ' '),
    line,
    first: kind === 'testName',
  }))
}

function descriptionsAt(tokens: Token[], index: number): string[] {
  const value = tokens[index]?.value ?? ''
  const method = tokens[index - 1]?.value === '.'
  const next = tokens[index + 1]?.value
  if (next === ':' && PROPERTY.has(value)) {
    const text = readString(tokens, index + 2)
    return text ? [text.text] : []
  }
  if (next === '(' && (method ? METHOD.has(value) : isError(tokens, index)))
    return stringArguments(tokens, index + 1)
  return []
}

function isError(tokens: Token[], index: number): boolean {
  const { value } = tokens[index] as Token
  return value === 'super' || (tokens[index - 1]?.value === 'new' && value.endsWith('Error'))
}

/** Returns the name in `it('…')`, `it.only('…')` or `it.each([…])('…')`. */
function nameBehind(tokens: Token[], start: number): string[] {
  let index = start
  for (;;) {
    if (tokens[index]?.value === '.') index += 2
    else if (tokens[index]?.value === '(') {
      const name = readString(tokens, index + 1)
      if (name) return [name.text]
      index = behindBracket(tokens, index)
    } else return []
  }
}

function stringArguments(tokens: Token[], bracket: number): string[] {
  const texts: string[] = []
  const end = behindBracket(tokens, bracket) - 1
  let index = bracket + 1
  while (index < end) {
    const text = readString(tokens, index)
    if (text) texts.push(text.text)
    index = behindComma(tokens, text?.end ?? index, end)
  }
  return texts
}

function behindComma(tokens: Token[], start: number, end: number): number {
  let index = start
  while (index < end && tokens[index]?.value !== ',') {
    index = isOpening(tokens[index]) ? behindBracket(tokens, index) : index + 1
  }
  return index + 1
}

/** Reads a string, a template literal, or a concatenation of these. The word `x` stands for each value of a template. */
function readString(tokens: Token[], start: number): { text: string; end: number } | undefined {
  let text = ''
  let index = start
  for (;;) {
    const token = tokens[index]
    if (token?.type === 'StringLiteral' || token?.type === 'NoSubstitutionTemplate') {
      text += unescaped(token.value.slice(1, -1))
      index += 1
    } else if (token?.type === 'TemplateHead') {
      const template = readTemplate(tokens, index)
      text += template.text
      index = template.end
    } else return undefined
    if (tokens[index]?.value !== '+') return { text, end: index }
    index += 1
  }
}

function readTemplate(tokens: Token[], head: number): { text: string; end: number } {
  let text = unescaped(tokens[head]?.value.slice(1, -2) ?? '')
  let depth = 1
  let index = head + 1
  for (; depth > 0 && index < tokens.length; index += 1) {
    const { type, value } = tokens[index] as Token
    if (depth === 1 && type === 'TemplateMiddle') text += `x${unescaped(value.slice(1, -2))}`
    if (type === 'TemplateHead') depth += 1
    if (type === 'TemplateTail') {
      depth -= 1
      if (depth === 0) text += `x${unescaped(value.slice(1, -1))}`
    }
  }
  return { text, end: index }
}

function behindBracket(tokens: Token[], bracket: number): number {
  let depth = 0
  let index = bracket
  do {
    if (isOpening(tokens[index])) depth += 1
    else if (/^[)\]}]$/.test(tokens[index]?.value ?? '')) depth -= 1
    index += 1
  } while (depth > 0 && index < tokens.length)
  return index
}

function isOpening(token: Token | undefined): boolean {
  return token?.type === 'Punctuator' && /^[([{]$/.test(token.value)
}

function unescaped(text: string): string {
  return text.replace(/\\[nrt]/g, ' ').replace(/\\(.)/g, '$1')
}
