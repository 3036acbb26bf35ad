import type { Contract } from './contract.ts'
import { alternativesOf, type JsonSchema } from './jsonSchema.ts'

export type MutationKind = 'unknown field' | 'missing field' | 'wrong type' | 'out of range'

/** A change that makes a valid value invalid. */
export interface Mutation {
  kind: MutationKind
  /** Keys and indexes that lead to the change. */
  path: (string | number)[]
  value: unknown
}

/** A name that no schema has, and that resembles none. */
export const UNKNOWN_FIELD = 'zzUnknown'
const OF_EACH_TYPE = [null, true, 7, 'x', [], {}]
/** An array or a text is not made longer than this, so that a body stays small. */
const MAX_SIZE = 2_000

type Json = Record<string, unknown> | unknown[]

/**
 * Lists changes of a valid value. Each change with another kind than "unknown field" makes the value invalid. An unknown field is
 * listed for each object that is no map, so that a schema that leaves such an object open is found.
 */
export function mutationsOf(contract: Contract, schema: JsonSchema, value: unknown): Mutation[] {
  const places = [...placesIn(contract, { node: value, schemas: [schema], path: [] })]
  return places
    .flatMap((place) => [...changesAt(place)].map(([kind, changed]) => ({ kind, path: place.path, changed })))
    .map(({ kind, path, changed }) => ({ kind, path, value: replace(value, path, changed) }))
    .filter(({ kind, value }) => kind === 'unknown field' || contract.faultOf(schema, value) !== null)
}

/** A value inside of the valid value, and the schemas that can apply to it. */
interface Place {
  node: unknown
  schemas: readonly JsonSchema[]
  path: (string | number)[]
}

/** Yields the place and all places inside of it. */
function* placesIn(contract: Contract, { node, schemas, path }: Place): Generator<Place> {
  const plain = schemas.flatMap((one) => alternativesOf(one, (reference) => contract.resolve(reference)))
  yield { node, schemas: plain, path }
  if (typeof node !== 'object' || node === null) return
  for (const [key, inner] of Object.entries(node)) {
    const step = Array.isArray(node) ? Number(key) : key
    const inside = plain.flatMap((one) =>
      Array.isArray(node) ? (one.items ?? []) : fieldSchemasOf(one, key),
    )
    yield* placesIn(contract, { node: inner, schemas: inside, path: [...path, step] })
  }
}

function* changesAt({ node, schemas }: Place): Generator<[MutationKind, unknown]> {
  for (const other of OF_EACH_TYPE) yield ['wrong type', other]
  for (const other of schemas.flatMap((one) => beyond(one, node))) yield ['out of range', other]
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return
  if (schemas.some(({ properties }) => properties) && !schemas.some(isMap))
    yield ['unknown field', { ...node, [UNKNOWN_FIELD]: 'x' }]
  for (const name of Object.keys(node)) {
    const { [name]: _, ...rest } = node as Record<string, unknown>
    yield ['missing field', rest]
  }
}

function isMap({ additionalProperties, patternProperties, properties }: JsonSchema): boolean {
  const isOpen = typeof additionalProperties === 'object' || patternProperties !== undefined
  return isOpen || (properties === undefined && additionalProperties !== false)
}

function fieldSchemasOf({ properties = {}, additionalProperties }: JsonSchema, name: string): JsonSchema[] {
  const named = properties[name]
  if (named) return [named]
  return typeof additionalProperties === 'object' ? [additionalProperties] : []
}

/** Returns values just outside of the limits of a schema. */
function beyond(schema: JsonSchema, node: unknown): unknown[] {
  if (typeof node === 'number') return beyondNumber(schema, node)
  if (typeof node === 'string') return beyondText(schema, node)
  return Array.isArray(node) ? beyondArray(schema, node) : []
}

function beyondNumber({ minimum, maximum }: JsonSchema, node: number): number[] {
  const limits = [minimum === undefined ? [] : minimum - 1, maximum === undefined ? [] : maximum + 1]
  return [...limits.flat(), node + 0.5]
}

function beyondText({ minLength = 0, maxLength = Infinity }: JsonSchema, node: string): string[] {
  const short = minLength > 0 ? ['a'.repeat(minLength - 1)] : []
  const long = maxLength < MAX_SIZE ? ['a'.repeat(maxLength + 1)] : []
  return [...short, ...long, ' ', '\t\u0007', `${node}\n`, 'zz-no-such-value']
}

function beyondArray({ minItems = 0, maxItems = Infinity }: JsonSchema, node: unknown[]): unknown[][] {
  const short = minItems > 0 ? [node.slice(0, minItems - 1)] : []
  const long = maxItems < MAX_SIZE ? [Array.from({ length: maxItems + 1 }, () => node[0])] : []
  return [...short, ...long, ...(node.length > 0 ? [[...node, node[0]]] : [])]
}

/** Copies a JSON value with another value at a path. */
export function replace(
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  changed: unknown,
): unknown {
  if (key === undefined) return changed
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Json
  Object.assign(copy, { [key]: replace((value as Record<string | number, unknown>)[key], rest, changed) })
  return copy
}
