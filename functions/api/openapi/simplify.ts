import type { z } from 'zod'

/** Formats of JSON Schema and of OpenAPI. */
const FORMATS = ['date-time', 'date', 'time', 'uri', 'email', 'uuid', 'ipv4', 'ipv6', 'binary']
/** Formats for which zod adds a long pattern of its own. */
const FORMATS_WITH_PATTERN = ['date-time', 'date', 'uri']

/**
 * Adapts a JSON Schema of zod to the reference, in place. The result has the same meaning for each JSON Schema tool.
 *
 * - Answers may get further fields in a later version, so that their objects are open.
 * - The pattern of a date stays out of answers, because the format says the same.
 * - `publishedDefault` is the default of a field. Zod drops a `default` beside a transformation.
 * - `\d` means any Unicode digit in Python, so that patterns name the digits.
 */
export function simplify(schema: z.core.JSONSchema.BaseSchema, io: 'input' | 'output'): void {
  if (io === 'output') {
    if (schema.additionalProperties === false) delete schema.additionalProperties
    if (schema.format && FORMATS_WITH_PATTERN.includes(schema.format)) delete schema.pattern
    if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
    if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  }
  publishDefault(schema)
  if (typeof schema.publishedAs === 'string') referTo(schema, schema.publishedAs)
  // Zod names its own checks as formats, such as `starts_with`. The pattern beside such a name has the rule.
  if (schema.format && !FORMATS.includes(schema.format)) delete schema.format
  if (isPlainString(schema.propertyNames)) delete schema.propertyNames
  if (typeof schema.pattern === 'string') schema.pattern = asciiDigits(schema.pattern)
}

function publishDefault(schema: z.core.JSONSchema.BaseSchema): void {
  if (!('publishedDefault' in schema)) return
  schema.default = schema.publishedDefault as never
  delete schema.publishedDefault
}

/** Replaces the form of a schema by a reference to a component that states the form in more detail. */
function referTo(schema: z.core.JSONSchema.BaseSchema, id: string): void {
  for (const keyword of ['publishedAs', 'type', 'propertyNames', 'additionalProperties'])
    delete schema[keyword]
  schema.$ref = `#/$defs/${id}`
}

function isPlainString(schema: unknown): boolean {
  return JSON.stringify(schema) === '{"type":"string"}'
}

/** Replaces `\d` by a class of ASCII digits, and by the range alone inside of another class. */
function asciiDigits(pattern: string): string {
  let isInClass = false
  return pattern.replace(/\\.|[[\]]/g, (token) => {
    if (token === '[') isInClass = true
    if (token === ']') isInClass = false
    if (token !== '\\d') return token
    return isInClass ? '0-9' : '[0-9]'
  })
}
