import fc from 'fast-check'
import { anyCharacter } from '../anyCharacter.ts'
import type { Contract } from './contract.ts'
import { alternativesOf, isForbidden, type JsonSchema } from './jsonSchema.ts'

/** Deeper objects have their required fields only, so that a schema that contains itself ends. */
const MAX_DEPTH = 6
/** Fields, items and characters above the minimum. Boundaries are added to these sizes. */
const EXTRA_ITEMS = 2
const EXTRA_CHARACTERS = 12
/** The longest generated text. A test of the sizes of bodies covers longer texts. */
const MAX_CHARACTERS = 300
/** A schema whose values are found less often is one that the generator does not understand. */
const MAX_MISSES = 1_000
/** Sampled texts, which show if most text fits a pattern. */
const SAMPLES = 20

type Arbitrary = fc.Arbitrary<unknown>

/** JSON without the values that no string or key of a request may have: NUL and `__proto__`. */
const anyJson: Arbitrary = fc.jsonValue({ maxDepth: 1, stringUnit: anyCharacter }).filter((value) => {
  const text = JSON.stringify(value)
  return !text.includes('\\u0000') && !text.includes('__proto__')
})
const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
/** Generators by `format`. A URL leads to a port without a server. */
const FORMATS: Record<string, Arbitrary> = {
  'date-time': instants.map((date) => date.toISOString()),
  date: instants.map((date) => date.toISOString().slice(0, 10)),
  uri: fc.stringMatching(/^[a-z]{1,8}$/).map((path) => `http://127.0.0.1:9/${path}`),
  binary: fc.constant('binary'),
}

/** Builds fast-check generators for the valid values of schemas. */
export class Arbitraries {
  readonly #contract: Contract
  readonly #known = new Map<JsonSchema, Arbitrary>()

  constructor(contract: Contract) {
    this.#contract = contract
  }

  /**
   * Returns a generator of valid values.
   * @throws Error if a pattern is too complex for the generator and the schema has no example
   */
  of(schema: JsonSchema): Arbitrary {
    const known = this.#known.get(schema) ?? this.#build(schema, 0)
    this.#known.set(schema, known)
    return known
  }

  #build(schema: JsonSchema, depth: number): Arbitrary {
    const alternatives = alternativesOf(schema, (reference) => this.#contract.resolve(reference))
    const isPlain = alternatives.length === 1 && schema.allOf === undefined && schema.not === undefined
    const plain = fc.oneof(...alternatives.map((alternative) => this.#plain(alternative, depth)))
    if (isPlain && schema.$ref === undefined) return plain
    return fitting(plain, (value) => this.#contract.faultOf(schema, value) === null, schema)
  }

  #plain(schema: JsonSchema, depth: number): Arbitrary {
    if ('const' in schema) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    const types = schema.type === undefined ? [typeFrom(schema)] : [schema.type].flat()
    return fc.oneof(...types.map((type) => this.#ofType(type, schema, depth)))
  }

  #ofType(type: string | undefined, schema: JsonSchema, depth: number): Arbitrary {
    switch (type) {
      case 'null':
        return fc.constant(null)
      case 'boolean':
        return fc.boolean()
      case 'integer':
        return fc.integer(boundsOf(schema, 1))
      case 'number':
        return fc.double({ ...boundsOf(schema, 0), noNaN: true, noDefaultInfinity: true })
      case 'string':
        return stringOf(schema)
      case 'array':
        return this.#arrayOf(schema, depth)
      case 'object':
        return this.#objectOf(schema, depth)
      default:
        return anyJson
    }
  }

  #arrayOf(
    { items = {}, minItems = 0, maxItems = Infinity, uniqueItems }: JsonSchema,
    depth: number,
  ): Arbitrary {
    const item = this.#build(items, depth + 1)
    const size = { minLength: minItems, maxLength: Math.min(maxItems, minItems + EXTRA_ITEMS) }
    return uniqueItems ? fc.uniqueArray(item, { ...size, selector: JSON.stringify }) : fc.array(item, size)
  }

  #objectOf(schema: JsonSchema, depth: number): Arbitrary {
    const { properties = {}, required = [], minProperties = 0 } = schema
    const fields = Object.entries(properties).filter(
      ([name, field]) => !isForbidden(field) && (depth < MAX_DEPTH || required.includes(name)),
    )
    const built = fields.map(([name, field]) => [name, this.#build(field, depth + 1)])
    const model: Record<string, Arbitrary> = Object.fromEntries(built)
    const requiredKeys = required.filter((name) => name in model)
    const known = fc.record(model, { requiredKeys, noNullPrototype: true })
    const enough = known.filter(
      (value) => Object.keys(value as object).length >= Math.min(minProperties, fields.length),
    )
    const [keys, values] = openFieldsOf(schema)
    if (values === undefined || depth >= MAX_DEPTH) return enough
    const size = {
      minKeys: Math.max(0, minProperties - fields.length),
      maxKeys: EXTRA_ITEMS,
      noNullPrototype: true,
    }
    const open = fc.dictionary(stringOf(keys), this.#build(values, depth + 1), size)
    return fc.tuple(open, enough).map(([more, fixed]) => ({ ...more, ...(fixed as object) }))
  }
}

function typeFrom({ properties, items, pattern, minLength, minimum }: JsonSchema): string | undefined {
  if (properties) return 'object'
  if (items) return 'array'
  if (pattern !== undefined || minLength !== undefined) return 'string'
  return minimum === undefined ? undefined : 'number'
}

/** Returns the schemas of the keys and of the values of a map, or no schema of values for an object with fixed fields. */
function openFieldsOf(schema: JsonSchema): [JsonSchema, JsonSchema | undefined] {
  const { additionalProperties, patternProperties = {}, propertyNames, properties } = schema
  const names = propertyNames ?? { type: 'string', pattern: '^[a-z]{1,12}$' }
  const [patterned] = Object.entries(patternProperties)
  if (patterned) return [{ type: 'string', pattern: patterned[0], ...propertyNames }, patterned[1]]
  if (typeof additionalProperties === 'object') return [names, additionalProperties]
  // An object without a word on its fields is a map of any values.
  return [names, additionalProperties !== false && properties === undefined ? {} : undefined]
}

function boundsOf(schema: JsonSchema, step: number): { min?: number; max?: number } {
  const { exclusiveMinimum, exclusiveMaximum } = schema
  const min = exclusiveMinimum === undefined ? schema.minimum : exclusiveMinimum + (step || Number.EPSILON)
  const max = exclusiveMaximum === undefined ? schema.maximum : exclusiveMaximum - (step || Number.EPSILON)
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

/** Generators by the keywords of a text, because a generator of a pattern is costly to build. */
const texts = new Map<string, fc.Arbitrary<string>>()

/** @throws Error if the pattern is too complex for the generator and the schema has no example */
function stringOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { pattern, format, minLength, maxLength, example, examples } = schema
  const key = JSON.stringify([pattern, format, minLength, maxLength, example, examples])
  const text = texts.get(key) ?? buildText(schema)
  texts.set(key, text)
  return text
}

function buildText(schema: JsonSchema): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = Infinity } = schema
  const length = (text: string) => [...text].length
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u')
  const fits = (text: string) => {
    const isSized = length(text) >= minLength && length(text) <= maxLength
    return isSized && !text.includes('\0') && (expression?.test(text) ?? true)
  }
  const given = [schema.example, ...(schema.examples ?? [])].filter((value) => typeof value === 'string')
  const examples = given.filter((text) => fits(text))
  try {
    const fitted = fitting(unfitted(schema, fits), fits, schema)
    return examples.length > 0 ? fc.oneof(fc.constantFrom(...examples), fitted) : fitted
  } catch (cause) {
    if (examples.length > 0) return fc.constantFrom(...examples)
    throw new Error(`Give an example to the schema ${JSON.stringify(schema)}`, { cause })
  }
}

/** Generates text of the format, any text if most text fits the pattern, or text from the pattern. */
function unfitted(schema: JsonSchema, fits: (text: string) => boolean): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength = Infinity } = schema
  if (format !== undefined && format in FORMATS) return FORMATS[format] as fc.Arbitrary<string>
  const anyText = plainText(minLength, maxLength)
  if (pattern === undefined) return anyText
  const sample = fc.sample(anyText, { seed: 1, numRuns: SAMPLES })
  if (sample.filter(fits).length > SAMPLES / 2) return anyText
  return fc.stringMatching(new RegExp(sized(pattern, minLength, maxLength), 'u'), { size: 'small' })
}

/** Writes the limits of the length into a pattern that repeats one class: `^[a-z]*$` generates too short texts for a long minimum. */
function sized(pattern: string, minLength: number, maxLength: number): string {
  const [, repeated, sign] = /^\^((?:\[(?:\\.|[^\]\\])+\])|(?:\\[a-zA-Z]))([*+])\$$/.exec(pattern) ?? []
  if (repeated === undefined) return pattern
  const least = Math.max(minLength, sign === '+' ? 1 : 0)
  return `^${repeated}{${least},${Math.min(maxLength, least + EXTRA_CHARACTERS)}}$`
}

/**
 * Keeps the values that fit.
 * @throws Error while generating, if no value in a long series fits
 */
function fitting<Value>(
  values: fc.Arbitrary<Value>,
  fits: (value: Value) => boolean,
  schema: JsonSchema,
): fc.Arbitrary<Value> {
  let misses = 0
  return values.filter((value) => {
    const isFit = fits(value)
    misses = isFit ? 0 : misses + 1
    if (misses > MAX_MISSES)
      throw new Error(`No generated value fits ${JSON.stringify(schema).slice(0, 300)}`)
    return isFit
  })
}

/** Generates text of characters that people see, with the shortest and the longest text among the sizes. */
function plainText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const most = Math.min(maxLength, Math.max(minLength, MAX_CHARACTERS))
  const some = Math.min(most, minLength + EXTRA_CHARACTERS)
  const text = (from: number, to: number) =>
    fc.string({ unit: anyCharacter, minLength: from, maxLength: to }).filter((value) => !value.includes('\0'))
  return fc.oneof({ arbitrary: text(minLength, some), weight: 3 }, { arbitrary: text(most, most), weight: 1 })
}
