import type { OpenApiDocument, Operation } from './openApiDocument.ts'

/** An operation whose answer has the gateway's envelope. */
interface Method {
  resource: string
  name: string
  verb: string
  path: string
  operation: Operation
  /** Name of the schema of the answer, which ends with `Answer` or `Page`. */
  answer: string
}

/**
 * Returns a TypeScript module with one class for each resource and one method for each operation. The operation
 * `messages.sendText` becomes `messages.sendText(body, options)`.
 */
export function emitResources(document: OpenApiDocument, typesFile: string): string {
  const resources = new Map<string, Method[]>()
  for (const method of methodsOf(document))
    resources.set(method.resource, [...(resources.get(method.resource) ?? []), method])
  const names = [...resources.keys()]
  const classes = [...resources].map(
    ([name, methods]) =>
      `export class ${classOf(name)} extends Resource {\n${methods.map(emitMethod).join('\n\n')}\n}\n`,
  )
  const code = classes.join('\n')
  const pageTypes = ['Page', 'PagePromise'].filter((type) => new RegExp(`\\b${type}<`).test(code))
  return [
    `import type { ${pageTypes.join(', ')} } from '../core/page.ts'`,
    `import { Resource } from '../core/resource.ts'`,
    `import type { RequestOptions } from '../core/transport.ts'`,
    `import type { components, operations } from './${typesFile}'`,
    '',
    `type Schemas = components['schemas']`,
    '/** The body of an operation. */',
    `type BodyOf<O extends keyof operations> = operations[O] extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never`,
    '/** The query parameters of an operation. */',
    `type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>`,
    '',
    code,
    '/** The resources of the API, which share one transport. */',
    'export class Resources extends Resource {',
    ...names.map((name) => `  readonly ${name}: ${classOf(name)} = new ${classOf(name)}(this.transport)`),
    '}',
    '',
  ].join('\n')
}

function methodsOf({ paths, servers }: OpenApiDocument): Method[] {
  const prefix = (servers[0]?.url ?? '').replace(/\/$/, '')
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([verb, operation]) => {
      const answer = answerOf(operation)
      const [resource, name] = operation.operationId?.split('.') ?? []
      // Documents such as the reference itself have no envelope, and get no method.
      if (!answer || !resource || !name) return []
      return [{ resource, name, verb: verb.toUpperCase(), path: prefix + path, operation, answer }]
    }),
  )
}

function answerOf({ responses = {} }: Operation): string | undefined {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))
  const name = success?.[1].content?.['application/json']?.schema.$ref?.split('/').at(-1)
  return name && /(Answer|Page)$/.test(name) ? name : undefined
}

function emitMethod({ name, verb, path, operation, answer }: Method): string {
  const { parameters = [], requestBody, operationId } = operation
  const placed = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const query = placed('query')
  const takesCsv = requestBody && 'text/csv' in requestBody.content
  const signature = [
    ...placed('path').map((parameter) => `${parameter.name}: string`),
    ...(requestBody ? [`body: BodyOf<'${operationId}'>${takesCsv ? ' | string' : ''}`] : []),
    ...(query.length > 0
      ? [`query: QueryOf<'${operationId}'>${query.some((parameter) => parameter.required) ? '' : ' = {}'}`]
      : []),
    'options: RequestOptions = {}',
  ]
  const request = [
    `method: '${verb}'`,
    `path: \`${path.replace(/\{(\w+)\}/g, (_, parameter) => `\${encodeURIComponent(${parameter})}`)}\``,
    ...(requestBody ? ['body'] : []),
    ...(query.length > 0 ? ['query'] : []),
  ]
  const isPaged = answer.endsWith('Page') && query.some((parameter) => parameter.name === 'cursor')
  const [returned, call] = isPaged
    ? [`PagePromise<Schemas['${answer}']['data'][number]>`, 'list']
    : answer.endsWith('Page')
      ? [`Promise<Page<Schemas['${answer}']['data'][number]>>`, 'page']
      : [`Promise<Schemas['${answer}']['data']>`, 'call']
  return [
    ...docstring([`${operation.summary}.`, operation.description]),
    `  ${name}(${signature.join(', ')}): ${returned} {`,
    `    return this.transport.${call}({ ${request.join(', ')} }, options)`,
    '  }',
  ].join('\n')
}

function docstring(parts: (string | undefined)[]): string[] {
  const lines = parts.flatMap((part) => (part ? part.split('\n') : []))
  return ['  /**', ...lines.map((line) => `   * ${line.replaceAll('*/', '* /')}`.trimEnd()), '   */']
}

function classOf(resource: string): string {
  return resource.charAt(0).toUpperCase() + resource.slice(1)
}
