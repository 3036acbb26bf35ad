/** The keywords of JSON Schema 2020-12 that the documents use in requests. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  example?: unknown
  examples?: unknown[]
  default?: unknown
  allOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  not?: JsonSchema
  if?: JsonSchema
  then?: JsonSchema
  else?: JsonSchema
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  unevaluatedProperties?: boolean | JsonSchema
  patternProperties?: Record<string, JsonSchema>
  propertyNames?: JsonSchema
  minProperties?: number
  maxProperties?: number
}

type Resolve = (schema: JsonSchema) => JsonSchema

/**
 * Lists plain schemas, without references and combinations, whose values together cover the values of a schema. A value of a
 * listed schema can break a rule of the whole schema, such as "exactly one of": the caller validates each value.
 */
export function alternativesOf(schema: JsonSchema, resolve: Resolve): JsonSchema[] {
  const { allOf = [], anyOf, oneOf, if: condition, then: yes = {}, else: no = {}, not, ...own } = schema
  const { $ref, ...rest } = schema
  if ($ref !== undefined) {
    return alternativesOf({ ...rest, allOf: [resolve({ $ref }), ...allOf] }, resolve)
  }
  let found: JsonSchema[] = [own]
  const combine = (branches: readonly JsonSchema[]) => {
    const listed = branches.flatMap((branch) => alternativesOf(branch, resolve))
    found = found.flatMap((base) => listed.map((branch) => merge(base, branch)))
  }
  for (const part of allOf) combine([part])
  if (anyOf) combine(anyOf)
  if (oneOf) combine(exclusive(oneOf))
  if (condition) combine([{ allOf: [condition, yes] }, no])
  return not ? found.map((base) => without(base, forbiddenBy(not))) : found
}

/** Forbids to each branch of "exactly one of" the fields that only other branches require. */
function exclusive(branches: readonly JsonSchema[]): JsonSchema[] {
  const required = branches.map((branch) => branch.required ?? [])
  return branches.map((branch, index) => {
    const others = required.filter((_, other) => other !== index).flat()
    const forbidden = others.filter((name) => !required[index]?.includes(name))
    return forbidden.length > 0
      ? { ...branch, not: { anyOf: forbidden.map((name) => ({ required: [name] })) } }
      : branch
  })
}

/** Names the fields that `not` forbids: `{not: {required: ['url']}}`, alone or in `anyOf`. */
function forbiddenBy(not: JsonSchema): string[] {
  const [single] = not.required?.length === 1 ? not.required : []
  return [...(single === undefined ? [] : [single]), ...(not.anyOf ?? []).flatMap(forbiddenBy)]
}

function without(schema: JsonSchema, names: readonly string[]): JsonSchema {
  const forbidden = Object.fromEntries(names.map((name) => [name, { not: {} }]))
  return names.length > 0 ? { ...schema, properties: { ...schema.properties, ...forbidden } } : schema
}

/** Returns true for a field that `not` forbids. */
export function isForbidden(schema: JsonSchema): boolean {
  return schema.not !== undefined && Object.keys(schema.not).length === 0
}

const LOWER_LIMITS = ['minLength', 'minimum', 'minItems', 'minProperties'] as const
const UPPER_LIMITS = ['maxLength', 'maximum', 'maxItems', 'maxProperties'] as const

/** Merges two plain schemas into one that has the rules of both, as far as one keyword can hold both. */
function merge(a: JsonSchema, b: JsonSchema): JsonSchema {
  const merged: JsonSchema = { ...a, ...b }
  if (a.properties && b.properties) merged.properties = mergeFields(a.properties, b.properties)
  if (a.required && b.required) merged.required = [...new Set([...a.required, ...b.required])]
  if (a.enum && b.enum) merged.enum = a.enum.filter((value) => b.enum?.includes(value))
  if (a.items && b.items) merged.items = { allOf: [a.items, b.items] }
  if (a.type && b.type) merged.type = [a.type].flat().filter((type) => [b.type].flat().includes(type))
  for (const name of LOWER_LIMITS) tighten(merged, name, Math.max, a, b)
  for (const name of UPPER_LIMITS) tighten(merged, name, Math.min, a, b)
  return merged
}

function mergeFields(
  a: Record<string, JsonSchema>,
  b: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  const both = Object.entries(a).flatMap(([name, one]) => {
    const other = b[name]
    return other ? [[name, [one, other].find(isForbidden) ?? { allOf: [one, other] }]] : []
  })
  return { ...a, ...b, ...Object.fromEntries(both) }
}

function tighten(
  merged: JsonSchema,
  name: (typeof LOWER_LIMITS)[number] | (typeof UPPER_LIMITS)[number],
  strictest: (...limits: number[]) => number,
  ...schemas: JsonSchema[]
): void {
  const limits = schemas.flatMap((schema) => schema[name] ?? [])
  if (limits.length > 0) merged[name] = strictest(...limits)
}
