import type { OpenApiDocument } from './index.ts'

export interface Node {
  /** JSON Pointer of the node, such as `/components/schemas/Session`. */
  pointer: string
  value: Record<string, unknown>
}

/** Lists the objects of a document with their places, without the insides of examples. */
export function* nodesOf(value: unknown, pointer = ''): Generator<Node> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield { pointer, value: value as Node['value'] }
  for (const [key, child] of Object.entries(value))
    if (!isExample(key, pointer))
      yield* nodesOf(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

/** Returns true for a key that holds an example. A field of a schema may have the same name. */
function isExample(key: string, pointer: string): boolean {
  return ['example', 'examples', 'const', 'enum', 'default'].includes(key) && !pointer.endsWith('/properties')
}

/** Lists the schemas of a document: components, and each schema inside of a schema, a parameter or a media type. */
export function schemasOf(document: OpenApiDocument): Node[] {
  return [...nodesOf(document)].filter(({ pointer }) =>
    /(?:^\/components\/schemas\/[^/]+|\/schema|\/items|\/additionalProperties|\/properties\/[^/]+|\/(?:any|one|all)Of\/\d+)$/.test(
      pointer,
    ),
  )
}
