import type { Ajv2020 as AjvType, ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { JsonSchema } from './jsonSchema.ts'

export interface ContractParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: JsonSchema
}
interface Media {
  schema?: JsonSchema
  example?: unknown
  examples?: Record<string, { value?: unknown }>
}
export interface DocumentedAnswer {
  headers?: Record<string, { schema?: JsonSchema; required?: boolean }>
  content?: Record<string, Media>
}
interface Described {
  operationId?: string
  security?: object[]
  parameters?: (ContractParameter | { $ref: string })[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, DocumentedAnswer | { $ref: string }>
}
export interface Document {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, JsonSchema> }
}

/** An operation with all of its references resolved, except those inside of schemas. */
export interface ContractOperation {
  method: string
  path: string
  /** The method and the path, for reports. */
  label: string
  /** The operation needs no key. Such an operation ignores its query. */
  isOpen: boolean
  parameters: ContractParameter[]
  body: { isRequired: boolean; content: Record<string, Media> } | undefined
  answers: Record<string, DocumentedAnswer>
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head']
const COMPONENTS = '#/components/schemas/'

/** An OpenAPI 3.1 document, with validators for its schemas. */
export class Contract {
  readonly operations: readonly ContractOperation[]
  readonly #document: Document
  readonly #ajv: AjvType
  readonly #validators = new Map<JsonSchema, ValidateFunction>()

  constructor(document: Document) {
    this.#document = document
    // `npm run check` proves that the schemas are valid.
    this.#ajv = new Ajv2020({ strict: false, validateSchema: false, code: { optimize: false } })
    addFormats.default(this.#ajv)
    // A component of its own is compiled once. As a part of the document, it would be compiled again for each schema that refers to it.
    for (const [name, schema] of Object.entries(document.components.schemas))
      this.#ajv.addSchema(withIds(schema) as object, name)
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, described]) =>
        METHODS.includes(method) ? [this.#operationOf(method.toUpperCase(), path, described)] : [],
      ),
    )
  }

  /**
   * Returns what a reference of the document points to, or the value itself.
   * @throws Error if the document has no such place
   */
  resolve<Value>(value: Value | { $ref: string }): Value {
    let found: unknown = value
    while (typeof found === 'object' && found !== null && '$ref' in found)
      found = this.#at(String(found.$ref))
    return found as Value
  }

  /** Returns the first fault of a value, or null if the value fits its schema. */
  faultOf(schema: JsonSchema, value: unknown): string | null {
    const validate = this.#validators.get(schema) ?? this.#ajv.compile(withIds(schema) as object)
    this.#validators.set(schema, validate)
    if (validate(value)) return null
    const [fault] = validate.errors ?? []
    return `${fault?.instancePath || '/'} ${fault?.message} ${JSON.stringify(fault?.params)}`
  }

  #operationOf(method: string, path: string, described: Described): ContractOperation {
    const { parameters = [], requestBody, responses, security } = described
    return {
      method,
      path,
      label: `${method} ${path}`,
      isOpen: security?.length === 0,
      parameters: parameters.map((parameter) => this.resolve<ContractParameter>(parameter)),
      body: requestBody && { isRequired: requestBody.required === true, content: requestBody.content },
      answers: Object.fromEntries(
        Object.entries(responses).map(([status, answer]) => [status, this.resolve<DocumentedAnswer>(answer)]),
      ),
    }
  }

  #at(reference: string): unknown {
    const steps = reference.replace(/^#\//, '').split('/')
    const names = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const found = names.reduce<unknown>(
      (node, name) => (node as Record<string, unknown>)?.[name],
      this.#document,
    )
    if (found === undefined) throw new Error(`The document has no ${reference}`)
    return found
  }
}

/** Copies a schema with references that are the ids of the components. */
function withIds(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withIds)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? value.replace(COMPONENTS, '') : withIds(value),
    ]),
  )
}
