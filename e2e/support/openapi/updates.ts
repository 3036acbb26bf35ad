import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Answer, Call } from '../client.ts'
import { Arbitraries } from './arbitraries.ts'
import type { Contract, ContractOperation } from './contract.ts'
import type { JsonSchema } from './jsonSchema.ts'
import { createTarget, type Shown, type Target, type Wanted } from './updateTargets.ts'

/** A body with more fields gets a sample of its subsets. */
const MAX_SUBSETS = 32
/** Generated values of a field, of which the first two different ones are used. */
const SAMPLES = 30
const JSON_TYPE = 'application/json'
/** Fields that change without a caller: the time of the last change, and the first failure of a webhook's deliveries. */
const LIVE = ['updatedAt', 'failingSince']

export interface UpdateSearch {
  contract: Contract
  call: Call
  /** Facts about operations that the document does not state, by path. */
  wanted: Record<string, Wanted>
  /** Values for fields of the created resources, by the name of the field. */
  known: Record<string, unknown>
  seed: number
}

/**
 * Updates a resource of each PUT by the subsets of its fields, by PUT and PATCH in turn. Lists each field of GET that an update
 * without that field changed, and each field that does not have the given value.
 */
export async function findUpdateFaults(search: UpdateSearch): Promise<string[]> {
  const found: string[] = []
  for (const operation of search.contract.operations.filter(({ method }) => method === 'PUT'))
    found.push(
      ...(await faultsOf(search, operation).catch((error: Error) => [
        `${operation.label}: ${error.message}`,
      ])),
    )
  return found
}

async function faultsOf(search: UpdateSearch, operation: ContractOperation): Promise<string[]> {
  const { contract, call, wanted, seed } = search
  const target = await createTarget(search, operation, wanted[operation.path] ?? {})
  const schema = contract.resolve<JsonSchema>(operation.body?.content[JSON_TYPE]?.schema ?? {})
  const values = valuesOf(search, target, schema)
  const fields = Object.keys(values)
  let model = await target.read()
  const unseen = fields.filter((field) => !(field in model) && !(field in target.changes))
  if (unseen.length > 0)
    throw new Error(
      `GET does not show ${unseen}. Name the fields that they change in e2e/support/openapi/prepareUpdates.ts`,
    )
  const faults: string[] = []
  let turn = 0
  for (const subset of subsetsOf(fields, seed)) {
    turn += 1
    const given = Object.fromEntries(
      subset.map((field) => [
        field,
        (values[field] as unknown[])[turn % (values[field] as unknown[]).length],
      ]),
    )
    const body = target.bodyOf(given)
    if (contract.faultOf(schema, body) !== null) continue
    const method = turn % 2 === 0 ? 'PUT' : 'PATCH'
    const answer = await call(method, target.url, body)
    const after = await target.read()
    const wrong = answer.status === 200 ? differences(target, given, model, after) : [refusal(answer)]
    faults.push(...wrong.map((fault) => `${method} ${operation.path} ${JSON.stringify(body)}: ${fault}`))
    model = after
  }
  return faults.slice(0, 5)
}

/** Returns values for each field of a body, which differ from each other. */
function valuesOf(
  { contract, seed }: UpdateSearch,
  target: Target,
  schema: JsonSchema,
): Record<string, unknown[]> {
  const arbitraries = new Arbitraries(contract)
  const fields = Object.entries(target.fieldsOf(schema)).filter(([name]) => !(name in target.fixed))
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const sampled = () =>
        fc.sample(arbitraries.of(field), { seed, numRuns: SAMPLES }).filter((value) => value !== null)
      const takesNull = contract.faultOf(field, null) === null
      const distinct = new Map(sampled().map((value) => [JSON.stringify(value), value]))
      return [
        name,
        target.values[name] ?? [...[...distinct.values()].slice(0, 2), ...(takesNull ? [null] : [])],
      ]
    }),
  )
}

/** Lists the subsets of some fields: all, or the smallest, the largest and a sample. */
function subsetsOf(fields: readonly string[], seed: number): string[][] {
  const all = 2 ** fields.length
  if (all <= MAX_SUBSETS)
    return Array.from({ length: all }, (_, bits) => fields.filter((_, index) => (bits >> index) & 1))
  const edges = [
    [...fields],
    ...fields.map((field) => [field]),
    ...fields.map((field) => fields.filter((other) => other !== field)),
  ]
  const more = fc.sample(fc.subarray([...fields]), { seed, numRuns: Math.max(0, MAX_SUBSETS - edges.length) })
  return [...edges, ...more]
}

function differences({ changes }: Target, given: Shown, before: Shown, after: Shown): string[] {
  const changed = new Set([...LIVE, ...Object.keys(given).flatMap((field) => changes[field] ?? [field])])
  const lost = Object.keys({ ...before, ...after }).filter(
    (field) => !changed.has(field) && !isSame(before[field], after[field]),
  )
  const wrong = Object.keys(given).filter(
    (field) => !(field in changes) && !isSame(given[field], after[field]),
  )
  return [
    ...lost.map(
      (field) => `${field} was ${JSON.stringify(before[field])} and is ${JSON.stringify(after[field])}`,
    ),
    ...wrong.map((field) => `${field} is ${JSON.stringify(after[field])}`),
  ]
}

/** Compares values as the API keeps them: without white space around a name. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(trimmed(one), trimmed(other))
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}

function refusal({ status, body }: Answer): string {
  return `${status} ${JSON.stringify(body)}`
}
