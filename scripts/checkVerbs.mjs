/**
 * Checks the form of the functions in shared/domain. An exported async function is one of three:
 * - A verb takes a context, and its only parameter is `{ ctx }` or `{ ctx, input }`.
 * - A helper inside a transaction takes `tx: Transaction`, lives in internal/ and has a name that ends in Within.
 * - Any other function takes neither a context nor a database.
 *
 * The script prints each exception, and ends with code 1 if there is one.
 */
import { readdirSync, readFileSync } from 'node:fs'

const EXPORTED = /^export async function (\w+)(?:<[^(]*>)?\(/gm
const CONTEXT = /\b(ctx|db|tx)\b|Context\b|\bCtx\b|\bDatabase\b|\bQueryable\b/

/** Splits a list at its top-level commas. */
function split(text) {
  const parts = ['']
  let depth = 0
  for (const [index, char] of [...text].entries()) {
    if ('([{<'.includes(char)) depth += 1
    if (')]}'.includes(char) || (char === '>' && text[index - 1] !== '=')) depth -= 1
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** Returns the text between the bracket before `start` and the bracket that closes it. */
function inside(text, start) {
  let depth = 1
  let end = start
  for (; depth > 0 && end < text.length; end++) {
    if ('({['.includes(text[end])) depth += 1
    if (')}]'.includes(text[end])) depth -= 1
  }
  return text.slice(start, end - 1)
}

/** Returns the keys that a destructuring pattern takes out of a parameter. */
function keysOf(parameter) {
  if (!parameter.startsWith('{')) return []
  return split(inside(parameter, 1)).map((key) => key.split(/[:=]/)[0].trim())
}

function faultOf(path, name, parameters) {
  const isInternal = path.includes('/internal/')
  if (parameters.some((parameter) => /^tx: Transaction$/.test(parameter)))
    return isInternal && name.endsWith('Within')
      ? undefined
      : 'takes a transaction: end its name in Within and move it into internal/'
  if (name.endsWith('Within')) return 'takes no transaction: give it a name that does not end in Within'
  if (!parameters.some((parameter) => CONTEXT.test(parameter))) return undefined
  const keys = keysOf(parameters[0])
  const isVerb = parameters.length === 1 && keys[0] === 'ctx' && keys.slice(1).every((key) => key === 'input')
  return isVerb ? undefined : 'takes a context: give it one parameter, { ctx, input }'
}

const faults = []
let verbs = 0
for (const name of readdirSync('shared/domain', { recursive: true })) {
  const path = `shared/domain/${name}`
  if (!path.endsWith('.ts') || /\.(test|fixture)\.ts$/.test(path)) continue
  // A comment between parameters may hold a comma or a bracket.
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  for (const found of text.matchAll(EXPORTED)) {
    const parameters = split(inside(text, found.index + found[0].length))
    const fault = faultOf(path, found[1], parameters)
    if (fault) faults.push(`${path}: ${found[1]} ${fault}`)
    else verbs += 1
  }
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
else console.log(`Checked ${verbs} functions of shared/domain.`)
