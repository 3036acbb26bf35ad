import { z } from 'zod'
import { failureSchema, successOf } from '../envelope.ts'
import { dropShownFields } from '../parse/index.ts'
import type { Route } from '../route.ts'
import type { DescribedRoute } from './described.ts'
import type { OpenApiDocument } from './index.ts'
import type { PublishedEvent } from './webhooks.ts'

const PREFIX = '#/components/schemas/'

type Reader = (value: unknown) => z.ZodSafeParseResult<unknown>
interface Referring {
  $ref?: string
  oneOf?: Referring[]
}

interface Source {
  document: OpenApiDocument
  routes: readonly Pick<Route, 'describe'>[]
  /** Prefix of each path in the document. */
  base: string
  events: readonly PublishedEvent[]
  /** Further schemas that the document publishes. */
  forms: readonly z.ZodType[]
}

/**
 * Returns the reader of each component that derives from a zod schema, by the name of the component. Such a component is a schema with an
 * id, the body of an operation, or the answer of an operation.
 */
export function readersOf({ document, routes, base, events, forms }: Source): Map<string, Reader> {
  const described = routes.map((route) => route.describe())
  const answers = described.map(({ data, list }) => successOf(data, list))
  const taken = described.flatMap(({ params, query, body }) => [params, query, body])
  const roots = [...taken, ...forms, ...answers, ...events.map(({ body }) => body), failureSchema]
  const readers = new Map<string, Reader>()
  /** A schema whose input differs from its output has a second component. */
  const inputs = new Map<string, Reader>()
  for (const schema of schemasInside(roots)) {
    const { id } = schema.meta() ?? {}
    if (id === undefined) continue
    const read: Reader = (value) => schema.safeParse(value)
    readers.set(id, read)
    inputs.set(`${id}Input`, read)
  }
  for (const [index, route] of described.entries()) {
    const { method, path, status = 200, isOpen } = route
    const operation = document.paths[isOpen ? path : base + path]?.[method === 'update' ? 'put' : method]
    const sent = contentOf(operation?.requestBody)
    for (const name of namesOf(document, sent)) readers.set(name, bodyReader(route))
    const answer = answers[index]
    const responses = operation?.responses as Record<number, unknown> | undefined
    for (const name of namesOf(document, contentOf(responses?.[status])))
      readers.set(name, (value) => (answer as z.ZodType).safeParse(value))
  }
  return new Map([...inputs, ...readers])
}

/** Returns the reader of a body. An update ignores the fields that only its answer has. */
function bodyReader({ body = z.never(), method, data, resource = data }: DescribedRoute): Reader {
  return (value) => body.safeParse(method === 'update' ? dropShownFields(value, resource, body) : value)
}

function contentOf(described: unknown): Referring | undefined {
  const { content } = (described ?? {}) as { content?: Record<string, { schema: Referring }> }
  return content?.['application/json']?.schema
}

/** Returns the names of the component to which a body or an answer refers, and of the component's branches. */
function namesOf(document: OpenApiDocument, schema: Referring | undefined): string[] {
  const name = schema?.$ref?.slice(PREFIX.length)
  if (name === undefined) return []
  const { oneOf = [] } = (document.components.schemas[name] ?? {}) as Referring
  return [name, ...oneOf.flatMap((branch) => branch.$ref?.slice(PREFIX.length) ?? [])]
}

/** Lists zod schemas, and all schemas inside of them. */
function schemasInside(roots: readonly unknown[]): Set<z.ZodType> {
  const found = new Set<z.ZodType>()
  const visit = (node: unknown) => {
    if (Array.isArray(node)) for (const item of node) visit(item)
    if (!(node instanceof z.ZodType) || found.has(node)) return
    found.add(node)
    const { shape = {}, ...def } = node.def as { shape?: object }
    // A schema with a description of its own has a parent, which holds the id.
    for (const inside of [node._zod.parent, ...Object.values(shape), ...Object.values(def)]) visit(inside)
  }
  visit(roots)
  return found
}
