import type { Call } from '../client.ts'
import { exampleOf, fieldsOf, type Operation, objectExample, type Schema } from './document.ts'

const BASE = '/api/v1'
/** Names of WhatsApp's ids, which belong to no tenant. */
const NOT_OURS = ['jid', 'phone']
/** Kinds of ids that a parameter's name does not state. */
const ALIASES: Record<string, string> = {
  session: 'sessionId',
  sessions: 'sessionId',
  quoted: 'messageId',
  msgId: 'messageId',
  startStepId: 'stepId',
}

/** Fields that take a list of ids. */
const LISTS = ['sessions']

/** A parameter or field of a request that takes an id of the tenant. */
export interface Slot {
  in: 'path' | 'query' | 'body'
  name: string
}

/** Returns the slots of an operation. Each path parameter is a slot, except WhatsApp's ids. */
export function slotsOf({ parameters, body }: Operation): Slot[] {
  const isId = (name: string) => (name.endsWith('Id') || name in ALIASES) && !NOT_OURS.includes(name)
  return [
    ...parameters.flatMap(({ in: place, name }): Slot[] => {
      if (place === 'path' && !NOT_OURS.includes(name)) return [{ in: place, name }]
      return place === 'query' && isId(name) ? [{ in: place, name }] : []
    }),
    ...Object.keys(fieldsOf(body ?? {}))
      .filter(isId)
      .map((name): Slot => ({ in: 'body', name })),
  ]
}

/**
 * The ids of a tenant. An id is given, or created on first use. A name or a path implies the POST that creates it (`listId` →
 * POST …/lists, `/webhooks/{id}` → POST /webhooks).
 */
export class Belongings {
  readonly #call: Call
  readonly #operations: readonly Operation[]
  readonly #known: Map<string, Promise<string>>

  constructor(call: Call, operations: readonly Operation[], given: Record<string, string>) {
    this.#call = call
    this.#operations = operations
    this.#known = new Map(Object.entries(given).map(([name, id]) => [name, Promise.resolve(id)]))
  }

  /** Returns all known ids. */
  async ids(): Promise<string[]> {
    return await Promise.all(this.#known.values())
  }

  /**
   * Returns the id for a slot, and creates its thing if necessary.
   * @throws Error if no operation creates it
   */
  async idFor({ name }: Slot, operation: Operation): Promise<string> {
    const kind = kindOf(name, operation)
    const known = this.#known.get(kind) ?? this.#create(kind, operation)
    this.#known.set(kind, known)
    return await known
  }

  async #create(kind: string, asking: Operation): Promise<string> {
    const ending = kind.startsWith('/') ? kind : `/${kind.replace(/Id$/, 's')}`
    const creator = this.#operations.find(({ method, path }) => method === 'POST' && path.endsWith(ending))
    const need = `${asking.method} ${asking.path} takes the id "${kind}"`
    if (!creator) throw new Error(`${need}, and no POST …${ending} creates one. Pass one to Belongings.`)
    const { path, body } = await this.request(creator)
    const answer = await this.#call(creator.method, path, body)
    const id = answer.body?.data?.id
    if (typeof id !== 'string') {
      throw new Error(`${need}, and POST ${path} made none: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return id
  }

  /**
   * Returns a valid request for an operation with this tenant's ids.
   * @param foreign a slot that gets another tenant's id
   */
  async request(
    operation: Operation,
    foreign?: { slot: Slot; owner: Belongings },
  ): Promise<{ path: string; body: Record<string, unknown> | undefined }> {
    const isForeign = (slot: Slot) => foreign?.slot.in === slot.in && foreign.slot.name === slot.name
    const idFor = async (slot: Slot) =>
      await (foreign && isForeign(slot) ? foreign.owner : this).idFor(slot, operation)
    let path = operation.path.slice(BASE.length)
    const query = new URLSearchParams()
    const slots = slotsOf(operation)
    for (const parameter of operation.parameters) {
      const slot = slots.find(({ in: place, name }) => place === parameter.in && name === parameter.name)
      const isSent = parameter.in === 'path' || parameter.required || (slot && isForeign(slot))
      if (parameter.in === 'header' || !isSent) continue
      const value = slot
        ? await idFor(slot)
        : exampleOf(parameter.schema, `${operation.path} ${parameter.name}`)
      if (parameter.in === 'query') query.set(parameter.name, String(value))
      else path = path.replace(`{${parameter.name}}`, encodeURIComponent(String(value)))
    }
    const body = operation.body && (await this.#body(operation, slots, idFor, foreign?.slot))
    return { path: query.size > 0 ? `${path}?${query}` : path, body }
  }

  /** Returns the body of a request. An optional id is left out unless it is the foreign one, which may replace another field. */
  async #body(
    operation: Operation,
    slots: readonly Slot[],
    idFor: (slot: Slot) => Promise<string>,
    foreign: Slot | undefined,
  ): Promise<Record<string, unknown>> {
    const schema = operation.body ?? {}
    const where = `${operation.method} ${operation.path}`
    const given = branchWith(schema, foreign)?.example ?? operation.example
    const body: Record<string, unknown> = { ...(given ?? objectExample(schema, where)) }
    const needed = [...(schema.required ?? []), ...Object.keys(given ?? {})]
    for (const slot of slots.filter(({ in: place }) => place === 'body')) {
      const isForeign = foreign?.in === 'body' && foreign.name === slot.name
      if (isForeign || needed.includes(slot.name)) body[slot.name] = asListed(slot, await idFor(slot))
      else delete body[slot.name]
      if (isForeign && slot.name === 'mediaId') delete body.url
    }
    return body
  }
}

/** Returns an id as a slot takes the id. */
function asListed({ name }: Slot, id: string): string | string[] {
  return LISTS.includes(name) ? [id] : id
}

/** Returns the branch of a body's union that has the field of a slot, and an example without other choices. */
function branchWith(schema: Schema, slot: Slot | undefined) {
  const branches = schema.oneOf?.filter(({ properties }) => properties) ?? []
  const branch = branches.find(({ properties }) => slot?.in === 'body' && slot.name in (properties ?? {}))
  return branch && { example: branch.example as Record<string, unknown> | undefined }
}

/** Returns the kind of id that a slot takes. */
function kindOf(name: string, { method, path }: Operation): string {
  if (name === 'id') return collectionBefore(path)
  if (name === 'sessionOrGroupId') return method === 'GET' ? 'sessionId' : 'groupId'
  return ALIASES[name] ?? name
}

/** Returns the collection of a path: `/api/v1/webhooks/{id}/logs` → `/api/v1/webhooks`. */
function collectionBefore(path: string): string {
  return path.slice(0, path.indexOf('/{id}'))
}
