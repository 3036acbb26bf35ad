import type { z } from 'zod'

/** Name of a field in the input of an object schema. */
type FieldOf<Schema extends z.ZodObject> = keyof z.input<Schema> & string

const requireEach = (names: readonly string[]) => names.map((name) => ({ required: [name] }))

function countGiven(value: object, names: readonly string[]): number {
  return names.filter((name) => (value as Record<string, unknown>)[name] !== undefined).length
}

/**
 * Adds the rule that exactly one of the named fields is given, to the check and to the published schema. Call this function after
 * all fields are known: an extension of the schema drops the published rule.
 */
export function exactlyOneOf<Schema extends z.ZodObject>(
  schema: Schema,
  names: readonly [FieldOf<Schema>, ...FieldOf<Schema>[]],
  message: string,
): Schema {
  return schema
    .refine((value) => countGiven(value, names) === 1, { path: [names[0]], message })
    .meta({ oneOf: requireEach(names) })
}

/** Adds the rule that at least one of the named fields is given, to the check and to the published schema. */
export function atLeastOneOf<Schema extends z.ZodObject>(
  schema: Schema,
  names: readonly [FieldOf<Schema>, ...FieldOf<Schema>[]],
  message: string,
): Schema {
  return schema
    .refine((value) => countGiven(value, names) > 0, { path: [names[0]], message })
    .meta({ anyOf: requireEach(names) })
}

/** Adds the rule that a field is given only together with another, to the check and to the published schema. */
export function dependsOn<Schema extends z.ZodObject>(
  schema: Schema,
  name: FieldOf<Schema>,
  other: FieldOf<Schema>,
): Schema {
  return schema
    .refine((value) => countGiven(value, [name]) <= countGiven(value, [other]), {
      path: [name],
      message: `has no effect without ${other}; remove the field`,
    })
    .meta({ dependentRequired: { [name]: [other] } })
}

/** Adds the rule that no text of a list occurs twice, to the check and to the published schema. */
export function uniqueTexts<Schema extends z.ZodType<string[], string[]>>(
  schema: Schema,
  message: string,
): Schema {
  return schema.refine((texts) => new Set(texts).size === texts.length, message).meta({ uniqueItems: true })
}
