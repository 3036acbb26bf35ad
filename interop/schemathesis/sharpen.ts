import type { Resources } from './resources.ts'

interface Schema {
  [keyword: string]: unknown
  properties?: Record<string, Schema>
  required?: string[]
}
interface Operation {
  parameters?: { name: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const WORD = { type: 'string', pattern: '^[a-z]{1,12}$' }
const WORDS = { type: 'array', minItems: 1, maxItems: 5, uniqueItems: true, items: WORD }
const WORD_BY_NAME = {
  type: 'object',
  patternProperties: { '^[a-z]{1,12}$': WORD },
  additionalProperties: false,
}
const WINDOW = objectOf(
  {
    days: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: ['mon', 'sun'] } },
    from: { enum: ['09:00', '22:30'] },
    to: { enum: ['18:00', '06:00'] },
  },
  ['days', 'from', 'to'],
)
const RULE = objectOf({
  variable: WORD,
  operator: { enum: ['equals', 'regex', 'gt', 'lte', 'in', 'exists', 'contains'] },
  value: {},
})

/** Schemas that replace the property of the same name. Each states a rule that JSON Schema in the reference leaves out. */
const SHARPER: Record<string, Schema> = {
  events: {
    type: 'array',
    minItems: 1,
    items: { enum: ['*', 'message.received', 'group.join', 'session.qr'] },
  },
  options: { ...WORDS, minItems: 2 },
  selectable: { enum: [0, 1] },
  line: { type: 'integer', minimum: 0, maximum: 1_000 },
  variables: WORD_BY_NAME,
  connections: { type: 'object', additionalProperties: { type: 'null' } },
  config: objectOf({
    message: WORD,
    url: { enum: ['http://127.0.0.1:9/x', 'http://{{last_reply}}/', 'https://example.com/{{contact.name}}'] },
    caption: WORD,
    buttons: { type: 'array', maxItems: 3, items: objectOf({ id: WORD, label: WORD }) },
    list: WORD,
    timeout: { type: ['number', 'null'] },
    timeoutAction: { enum: ['end', 'continue', 'branch'] },
    variable: WORD,
    rules: { type: 'array', maxItems: 3, items: RULE },
    logic: { enum: ['and', 'or'] },
    seconds: { type: 'number' },
    method: WORD,
    headers: WORD_BY_NAME,
    body: {},
    variables: WORD_BY_NAME,
    name: WORD,
    source: WORD,
    value: WORD,
  }),
  triggerValue: objectOf({
    keywords: WORDS,
    matchType: { enum: ['exact', 'contains', 'starts_with', 'regex'] },
    groups: { type: 'boolean' },
    stopWords: WORDS,
    timezone: { enum: ['Europe/Istanbul', 'UTC'] },
    windows: { type: 'array', maxItems: 3, items: WINDOW },
    when: { enum: ['inside', 'outside'] },
  }),
}
const NUMBERS = ['phone', 'jid']
const LISTS_OF_NUMBERS = ['participants', 'mentions', 'remove', 'phones']
const SOURCES = ['url', 'base64', 'mediaId']

/** Rules about several properties of one body, by the operations that have the rule. */
const BODIES: { operations: RegExp; narrow(body: Schema, properties: Record<string, Schema>): void }[] = [
  {
    operations: /^(put|patch) .*\/groups\/\{groupId\}(\/settings)?$/,
    narrow: (body) => {
      body.minProperties = 2
    },
  },
  {
    operations: /^post .*\/broadcast\/campaigns$/,
    narrow: (body, { session = {}, name = {}, text = {}, listId = {}, draft = {} }) => {
      body.properties = { session, name, text, listId, draft }
      body.required = ['session', 'name', 'text', 'listId']
    },
  },
]

/** Copies an OpenAPI document with narrower requests, so that the gateway has to accept each generated request. */
export function sharpen<Document extends object>(
  document: Document,
  { phone }: Pick<Resources, 'phone'>,
): Document {
  const copy = structuredClone(document)
  const { paths } = copy as unknown as { paths: Record<string, Record<string, Operation>> }
  for (const [path, item] of Object.entries(paths))
    for (const [method, operation] of Object.entries(item))
      sharpenOperation(`${method} ${path}`, operation, phone)
  return copy
}

function sharpenOperation(label: string, operation: Operation, phone: string): void {
  // A cursor is a value that an earlier answer gave.
  operation.parameters = operation.parameters?.filter(({ name }) => name !== 'cursor') ?? []
  const { 'application/json': json, 'text/csv': csv } = operation.requestBody?.content ?? {}
  if (csv) csv.schema = { type: 'string', enum: [`phone,name\n${phone},Ahmet\n`] }
  if (!json) return
  sharpenSchema(json.schema, phone)
  for (const { operations, narrow } of BODIES)
    if (operations.test(label)) narrow(json.schema, json.schema.properties ?? {})
}

function sharpenSchema(node: unknown, phone: string): void {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) {
    for (const item of node) sharpenSchema(item, phone)
    return
  }
  const schema = node as Schema
  const { properties } = schema
  if (!properties) {
    for (const value of Object.values(schema)) sharpenSchema(value, phone)
    return
  }
  schema.additionalProperties ??= false
  if (SOURCES.every((name) => name in properties)) useUrl(schema, properties)
  if ('vcard' in properties) {
    delete properties.vcard
    schema.required = ['name', 'phone']
  }
  for (const [name, property] of Object.entries(properties)) {
    const sharper = sharperOf(name, property, phone)
    if (sharper) properties[name] = sharper
    else sharpenSchema(property, phone)
  }
}

/** Allows a file by URL only: a request gives a file by exactly one of its sources. */
function useUrl(schema: Schema, properties: Record<string, Schema>): void {
  delete properties.base64
  delete properties.mediaId
  schema.required = [...(schema.required ?? []), 'url']
}

function sharperOf(name: string, { type }: Schema, phone: string): Schema | undefined {
  if (name in SHARPER) return SHARPER[name]
  if (name === 'to' && type === 'string') return { type, enum: [phone, `${phone}@s.whatsapp.net`] }
  if (NUMBERS.includes(name) && type === 'string') return { type, enum: [phone] }
  if (LISTS_OF_NUMBERS.includes(name) && type === 'array')
    return { type, minItems: 1, maxItems: 1, items: { enum: [phone] } }
  return undefined
}

function objectOf(properties: Record<string, Schema>, required: string[] = []): Schema {
  return { type: 'object', properties, required, additionalProperties: false }
}
