import { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'
import { parseInput } from './parseInput.ts'

/** A number of more digits is not exact in JavaScript. */
const DIGITS = /^[0-9]{1,15}$/

/**
 * Parses the query of a URL. The parameters of numbers, booleans and lists are converted by the schema of each, so that the
 * published schema shows their types.
 * @throws ValidationFailed for a repeated parameter, and for each fault of the schema
 */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, url: string): z.output<Schema> {
  const { searchParams } = new URL(url)
  const repeated = [...new Set(searchParams.keys())].filter((name) => searchParams.getAll(name).length > 1)
  if (repeated.length > 0) {
    const details = repeated.map((path) => ({ path, message: 'Give this parameter once' }))
    throw new ValidationFailed({ details })
  }
  const written = [...searchParams].map(([name, text]) => [name, convert(schema.shape[name], name, text)])
  return parseInput(schema, Object.fromEntries(written))
}

/**
 * Converts the text of a parameter to the JSON type of its schema.
 * @throws ValidationFailed
 */
function convert(schema: z.core.$ZodType | undefined, name: string, text: string): unknown {
  const type = innermost(schema)
  if (type instanceof z.ZodNumber) {
    if (DIGITS.test(text)) return Number(text)
    throw fault(name, 'Give a whole number in decimal digits')
  }
  if (type instanceof z.ZodBoolean) {
    if (text === 'true' || text === 'false') return text === 'true'
    throw fault(name, 'Give true or false')
  }
  // A list is one parameter with commas. An empty place between two commas is ignored.
  if (type instanceof z.ZodArray) return text.split(',').filter((item) => item.trim() !== '')
  return text
}

/** Returns the schema inside of defaults and options. */
function innermost(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? innermost(schema.def.innerType)
    : schema
}

function fault(path: string, message: string): ValidationFailed {
  return new ValidationFailed({ details: [{ path, message }] })
}
