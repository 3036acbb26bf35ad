import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Token, tokensOf } from '../prose/extract/tokens.ts'

/** A function, class or constant at the top level of a file. */
export interface Declaration {
  file: string
  name: string
  /** Names that the code uses, without fields of objects. */
  uses: ReadonlySet<string>
  /** Classes of which the code makes an object. */
  makes: ReadonlySet<string>
  /** Name of the extended class. */
  base: string | undefined
  /** First argument of the constructor of the extended class, if this argument is a text. */
  firstFact: string | undefined
}

/** Name in another file. */
interface Elsewhere {
  file: string
  name: string
}
interface Module {
  declared: Map<string, Declaration>
  imported: Map<string, Elsewhere>
  /** Files of `export *`. */
  whole: string[]
}

const STARTS = ['import', 'export', 'async', 'function', 'const', 'class', 'type', 'interface']
const WORDS_BEFORE_NAME = ['export', 'async', 'function', '*', 'const', 'class']

/** Reads the declarations of source files, and follows imports between them. Paths begin at the root of the repository. */
export class Modules {
  readonly #root: string
  readonly #read = new Map<string, Module>()

  constructor(root: string) {
    this.#root = root
  }

  /** Returns the declarations of a file. */
  of(file: string): Declaration[] {
    return [...this.#module(file).declared.values()]
  }

  /** Finds the declaration of a name that a file uses. Returns undefined for a local name and for a name of a package. */
  find(file: string, name: string): Declaration | undefined {
    const { declared, imported, whole } = this.#module(file)
    const here = declared.get(name)
    if (here) return here
    const elsewhere = imported.get(name)
    if (elsewhere) return this.find(elsewhere.file, elsewhere.name)
    for (const other of whole) {
      const found = this.find(other, name)
      if (found) return found
    }
    return undefined
  }

  #module(file: string): Module {
    const known = this.#read.get(file)
    if (known) return known
    const module: Module = { declared: new Map(), imported: new Map(), whole: [] }
    this.#read.set(file, module)
    const at = path.join(this.#root, file)
    if (!existsSync(at)) return module
    for (const statement of statementsOf(tokensOf(readFileSync(at, 'utf8')).tokens))
      add(module, file, statement)
    return module
  }
}

/** Splits a file into its top-level statements. */
function statementsOf(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = []
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    const isStart = depth === 0 && STARTS.includes(token.value) && !continues(tokens[index - 1])
    if (isStart || statements.length === 0) statements.push([])
    statements.at(-1)?.push(token)
    if (['(', '[', '{'].includes(token.value) || token.type === 'TemplateHead') depth += 1
    if ([')', ']', '}'].includes(token.value) || token.type === 'TemplateTail') depth -= 1
  }
  return statements
}

/** Returns true if the next token belongs to the same statement. */
function continues(before: Token | undefined): boolean {
  return (
    before !== undefined &&
    ['export', 'async', ',', '.', '(', ':', '=', '?', '|', '&', '=>', 'extends'].includes(before.value)
  )
}

function add(module: Module, file: string, statement: readonly Token[]): void {
  const [first, second] = statement
  const isExportOfOthers = first?.value === 'export' && ['{', '*'].includes(second?.value ?? '')
  if (first?.value === 'import' || isExportOfOthers) {
    addNames(module, file, statement)
    return
  }
  const start = statement.findIndex(({ value }) => !WORDS_BEFORE_NAME.includes(value))
  const name = statement[start]
  if (name?.type === 'IdentifierName' && !['type', 'interface'].includes(name.value))
    module.declared.set(name.value, declarationOf(file, name.value, statement.slice(start + 1)))
}

/** Adds the names of an import, or of an export of another file's names. */
function addNames(module: Module, file: string, statement: readonly Token[]): void {
  const from = statement.findIndex(({ value }) => value === 'from')
  const other = from < 0 ? undefined : targetOf(file, statement[from + 1]?.value ?? '')
  const list = statement.slice(1, from)
  if (other === undefined || list[0]?.value === 'type') return
  if (list[0]?.value === '*') module.whole.push(other)
  else for (const [theirs, ours] of namesIn(list)) module.imported.set(ours, { file: other, name: theirs })
}

function declarationOf(file: string, name: string, body: readonly Token[]): Declaration {
  const [uses, makes] = [new Set<string>(), new Set<string>()]
  for (const [index, { type, value }] of body.entries()) {
    const before = body[index - 1]?.value ?? ''
    if (type !== 'IdentifierName' || ['.', '?.'].includes(before)) continue
    uses.add(value)
    if (before === 'new') makes.add(value)
  }
  const base = body[0]?.value === 'extends' ? body[1]?.value : undefined
  const call = body.findIndex(({ value }, index) => value === 'super' && body[index + 1]?.value === '(')
  const fact = call < 0 ? undefined : body[call + 2]
  const firstFact = fact?.type === 'StringLiteral' ? fact.value.slice(1, -1) : undefined
  return { file, name, uses, makes, base, firstFact }
}

/** Returns the path of an imported file. Returns undefined for a package. */
function targetOf(file: string, quoted: string): string | undefined {
  const specifier = quoted.slice(1, -1)
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : undefined
}

/** Lists the names of an import or export, as their file and as this file writes them. Types are left out. */
function namesIn(tokens: readonly Token[]): [theirs: string, ours: string][] {
  const lists = [[] as string[]]
  for (const { value } of tokens)
    if (value === ',') lists.push([])
    else if (value !== '{' && value !== '}') lists.at(-1)?.push(value)
  return lists
    .filter(([first]) => first !== undefined && first !== 'type')
    .map((words) => [words[0] as string, words.at(-1) as string])
}
