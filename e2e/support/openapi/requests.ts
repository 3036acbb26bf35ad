import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Arbitraries } from './arbitraries.ts'
import type { Contract, ContractOperation, ContractParameter } from './contract.ts'
import type { JsonSchema } from './jsonSchema.ts'
import { type MutationKind, mutationsOf, UNKNOWN_FIELD } from './mutations.ts'
import { pinsOf, type Resources } from './resources.ts'

const JSON_TYPE = 'application/json'
/** A cursor is a value of an earlier answer, so that no generated text is one. */
const FROM_ANSWERS = ['cursor']
const KEY = 'Idempotency-Key'

/** A request of one operation. Values of a query parameter are kept apart, so that a parameter can be repeated. */
export interface GeneratedRequest {
  path: Record<string, string>
  query: [name: string, value: string][]
  headers: Record<string, string>
  /** A string is sent as it is, all else as JSON. */
  body?: unknown
}

/** A request that the operation must refuse. */
export interface InvalidRequest extends GeneratedRequest {
  /** The fault of the request. */
  fault: string
}

/** Returns the path and the query of a request. */
export function urlOf({ path }: ContractOperation, request: GeneratedRequest): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(request.path[name] ?? name))
  const query = new URLSearchParams(request.query)
  return query.size > 0 ? `${filled}?${query}` : filled
}

/** Returns a generator of valid requests, with ids of existing resources where the operation takes an id. */
export function validRequests(
  operation: ContractOperation,
  arbitraries: Arbitraries,
  resources: Resources,
): fc.Arbitrary<GeneratedRequest> {
  const pins = pinsOf(resources, operation)
  const given = ({ in: place, name, schema }: ContractParameter) => {
    const pinned = pins[`${place}.${name}`]
    return pinned === undefined ? arbitraries.of(schema).map(String) : fc.constant(pinned)
  }
  const inPlace = (place: ContractParameter['in']) =>
    operation.parameters.filter(
      (parameter) => parameter.in === place && !FROM_ANSWERS.includes(parameter.name),
    )
  const record = (parameters: readonly ContractParameter[]) =>
    fc.record(Object.fromEntries(parameters.map((parameter) => [parameter.name, given(parameter)])), {
      requiredKeys: parameters
        .filter(({ in: place, required }) => required || place === 'path')
        .map(({ name }) => name),
      noNullPrototype: true,
    })
  const takesKey = inPlace('header').some(({ name }) => name === KEY)
  return fc
    .record({
      path: record(inPlace('path')),
      query: record(inPlace('query')),
      hasKey: takesKey ? fc.boolean() : fc.constant(false),
      sent: bodies(operation, arbitraries, resources),
    })
    .map(({ path, query, hasKey, sent: { type, body } }) => ({
      path: path as Record<string, string>,
      query: Object.entries(query as Record<string, string>).filter(
        ([name]) => type !== JSON_TYPE || !resources.withText[operation.label]?.includes(name),
      ),
      // A second request with the key of another one is a conflict.
      headers: {
        ...(type !== undefined && { 'content-type': type }),
        ...(hasKey && { [KEY]: randomUUID() }),
      },
      ...(body !== undefined && { body }),
    }))
}

function bodies(
  { body, label }: ContractOperation,
  arbitraries: Arbitraries,
  resources: Resources,
): fc.Arbitrary<{ type?: string; body?: unknown }> {
  if (!body) return fc.constant({})
  const sent = Object.entries(body.content).map(([type, { schema = {} }]) => {
    if (type !== JSON_TYPE) return fc.constant({ type, body: resources.texts[type] })
    return arbitraries.of(schema).map((value) => ({ type, body: withRealValues(value, label, resources) }))
  })
  return body.isRequired ? fc.oneof(...sent) : fc.oneof(...sent, fc.constant({}))
}

/** Puts ids and addresses that exist into the fields of a body. Half of the receivers stay as generated. */
function withRealValues(body: unknown, label: string, resources: Resources): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const real: Record<string, unknown> = { ...resources.body, ...resources.bodies[label] }
  const { to } = body as { to?: unknown }
  if (typeof to === 'string' && to.length % 2 === 1) real.to = resources.phone
  const kept = Object.entries(body).filter(([name]) => !resources.omitted[label]?.includes(name))
  const named = kept.map(([name, value]) => [
    name,
    isReplaced(value, real[name]) ? real[name] : withDeepValues(value, name, resources),
  ])
  return Object.fromEntries(named)
}

/** A text replaces a text only, so that a field that may be null stays null. */
function isReplaced(value: unknown, known: unknown): boolean {
  return known !== undefined && (typeof known !== 'string' || typeof value === 'string')
}

function isSameType(value: unknown, known: unknown): boolean {
  return typeof value === typeof known && value !== null && Array.isArray(value) === Array.isArray(known)
}

/** Puts the values that have one meaning at every depth. */
function withDeepValues(value: unknown, name: string, resources: Resources): unknown {
  const known = resources.deep[name]
  if (isSameType(value, known)) return known
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withDeepValues(item, '', resources))
  const entry = resources.maps[name]
  const inner = Object.entries(value).map(([key, item]) => [
    key,
    entry === undefined ? withDeepValues(item, key, resources) : item && entry,
  ])
  return Object.fromEntries(inner)
}

/** Lists the requests that differ from a valid one by one fault. */
export function invalidRequests(
  contract: Contract,
  operation: ContractOperation,
  { headers, ...accepted }: GeneratedRequest,
): Record<MutationKind | 'wrong query' | 'wrong body', InvalidRequest[]> {
  // The key of the valid request would be a conflict with another body.
  const { [KEY]: _, ...fresh } = headers
  const valid = { ...accepted, headers: fresh }
  const found = {
    'unknown field': [] as InvalidRequest[],
    ...{ 'missing field': [] as InvalidRequest[], 'wrong type': [] as InvalidRequest[] },
    ...{ 'out of range': [] as InvalidRequest[], 'wrong query': [] as InvalidRequest[] },
    'wrong body': [] as InvalidRequest[],
  }
  const schema = operation.body?.content[JSON_TYPE]?.schema
  if (schema && valid.headers['content-type'] === JSON_TYPE) {
    for (const { kind, path, value } of mutationsOf(contract, schema, valid.body))
      found[kind].push({ ...valid, body: value, fault: `${kind} at /${path.join('/')}` })
    found['wrong body'].push({ ...valid, body: '{"a":', fault: 'a body that is no JSON' })
  }
  if (operation.body?.isRequired) {
    const { body: _body, ...empty } = valid
    found['wrong body'].push({ ...empty, fault: 'no body' })
  }
  if (schema && operation.parameters.some(({ name }) => name === KEY))
    found['wrong body'].push({
      ...valid,
      headers: { ...valid.headers, [KEY]: 'k'.repeat(256) },
      fault: 'a long key',
    })
  found['wrong query'] = wrongQueries(contract, operation, valid)
  return found
}

function wrongQueries(
  contract: Contract,
  { parameters, isOpen }: ContractOperation,
  valid: GeneratedRequest,
): InvalidRequest[] {
  if (isOpen) return []
  const withQuery = (query: GeneratedRequest['query'], fault: string) => ({ ...valid, query, fault })
  const faults = [withQuery([...valid.query, [UNKNOWN_FIELD, '1']], 'an unknown query parameter')]
  for (const parameter of parameters.filter(({ in: place }) => place === 'query')) {
    const { name, required, schema } = parameter
    const others = valid.query.filter(([other]) => other !== name)
    const value = valid.query.find(([other]) => other === name)?.[1]
    if (value !== undefined && !isArray(contract, schema))
      faults.push(withQuery([...valid.query, [name, value]], `${name} twice`))
    if (required) faults.push(withQuery(others, `no ${name}`))
    for (const wrong of ['', ' ', '-1', '0x10', '1e1', '1.5', ' 1 ', '99999999', 'zz-no-such-value'])
      if (!fitsText(contract, schema, wrong))
        faults.push(withQuery([...others, [name, wrong]], `${name}=${wrong}`))
  }
  return faults
}

const isArray = (contract: Contract, schema: JsonSchema) => contract.resolve(schema).type === 'array'

/** Returns true if a text of a query is valid: as text, or as the decimal number that it writes. */
function fitsText(contract: Contract, schema: JsonSchema, text: string): boolean {
  const isDecimal = /^-?\d+(\.\d+)?$/.test(text)
  const values = [
    text,
    ...(isDecimal ? [Number(text)] : []),
    ...(['true', 'false'].includes(text) ? [text === 'true'] : []),
  ]
  return values.some((value) => contract.faultOf(schema, value) === null)
}
