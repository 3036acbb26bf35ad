import { z } from 'zod'
import { cutText } from '#shared/cutText.ts'
import type { ErrorDetail } from '#shared/errors/index.ts'
import { anySpelling, quoteOf, RESERVED_NAMES, word } from '#shared/input/index.ts'
import { findUnstorable } from '#shared/storable.ts'
import { MAX_BODY, MAX_URL, MAX_VARIABLES } from '../limits.ts'
import type { Answer } from '../run.ts'
import { cut, fill, type Values } from '../values.ts'
import { PATH_FAULT, readKeys, readPath } from './jsonPath.ts'
import { jsonTemplates, renderJson } from './jsonTemplate.ts'
import { defineStep, variableKey } from './step.ts'
import { renderUrl, urlTemplate } from './urlTemplate.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** Headers of the connection, of the host and of proxies, which a flow cannot set. */
const RESERVED_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*)$/i
/** The same headers as a published pattern, which has no flag for the case. */
const RESERVED_HEADER_PATTERN = `^(?:${RESERVED_HEADERS.source.slice(2, -2).replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})$`
/** Bodies that editors store for a request without a body. */
const NO_BODY: readonly unknown[] = [undefined, null, '']
const CONTROL = /[^\t\x20-\x7e\x80-\xff]/g

const fields = z.strictObject({
  url: urlTemplate.max(MAX_URL).meta({
    description: 'URL of your server. Variables may follow the host',
    example: 'https://example.com/orders',
  }),
  method: word(METHODS).optional().meta({
    description: 'GET, POST, PUT, PATCH or DELETE, in any case. Default: POST with a body, else GET',
    example: 'POST',
  }),
  headers: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9_!#$%&'*+.^`|~-]{1,100}$/, 'This is not a valid header name')
        .refine((name) => !RESERVED_HEADERS.test(name), 'A flow cannot set this header. Remove the header')
        .meta({
          not: { anyOf: [{ pattern: RESERVED_HEADER_PATTERN }, { enum: [...RESERVED_NAMES] }] },
        }),
      z.string().max(1_000),
    )
    .default({})
    .meta({ description: 'Headers of the request, with variables', example: { 'x-shop': 'istanbul' } }),
  body: z
    .unknown()
    .optional()
    .meta({
      description:
        'JSON whose texts may contain variables, or a text. Not with GET. Null and an empty text are no body',
      example: { phone: '{{contact.phone}}' },
    }),
  variables: z
    .record(variableKey, z.string().min(1).max(200))
    .default({})
    .meta({
      description:
        "Variables to set, each with its path in the JSON of the answer, such as `data.items[0].name` or `items['first name']`",
      example: { order: 'data.id' },
    }),
})
const configSchema = fields.meta({
  not: {
    properties: { method: { pattern: `^${anySpelling('GET')}$` }, body: { not: { enum: [null, ''] } } },
    required: ['method', 'body'],
  },
})
type Config = z.output<typeof configSchema>

export const webhook = defineStep({
  config: configSchema,
  outlets: () => ({ all: ['default', 'error'], required: [] }),
  templates: ({ url, headers, body }) => [url, ...Object.values(headers), ...jsonTemplates(readBody(body))],
  sets: ({ variables }) => Object.keys(variables),
  *faults({ method, body, variables }) {
    yield
    const isIgnored = method === 'GET' && hasBody(body)
    const message = 'A GET has no body. Remove the body, or give the method POST'
    return [...(isIgnored ? [{ path: 'body', message }] : []), ...pathFaults(variables)]
  },
  complete: (config) => ({ method: hasBody(config.body) ? 'POST' : 'GET', ...config }),
  enter: (config, { values }) => ({ call: toCall(config, values), move: { wait: 'call' } }),
  answer: ({ variables }, { connected }, answer) => {
    const { set, error } = readAnswer(variables, answer)
    if (error === undefined) return { set, move: { leave: 'default' } }
    return { set, move: connected.has('error') ? { leave: 'error' } : { fail: error } }
  },
})

function hasBody(body: unknown): boolean {
  return !NO_BODY.includes(body)
}

/** Finds the variables whose path in the answer is not understood. */
function pathFaults(variables: Config['variables']): ErrorDetail[] {
  return Object.entries(variables)
    .filter(([, path]) => readKeys(path) === null)
    .map(([name, path]) => ({ path: `variables.${name}`, message: PATH_FAULT + quoteOf(path) }))
}

// A version that was published before the method depended on the body has no method, and its call is a GET.
function toCall({ url, method = 'GET', headers, body }: Config, values: Values) {
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      fill(value, values).replace(CONTROL, ' '),
    ]),
  )
  const call = { method, url: renderUrl(url, values) }
  if (!hasBody(body) || method === 'GET') return { ...call, headers: given }
  const json = readBody(body)
  const type = typeof json === 'string' ? 'text/plain; charset=utf-8' : 'application/json'
  const text = typeof json === 'string' ? fill(json, values) : JSON.stringify(renderJson(json, values))
  return { ...call, headers: { 'content-type': type, ...given }, body: cutText(text, MAX_BODY) }
}

/**
 * Parses a body that an editor stores as JSON text. The texts in the JSON are then rendered one by one, so that no
 * reply can break out of its text.
 */
function readBody(body: unknown): unknown {
  if (typeof body !== 'string') return body
  try {
    const json: unknown = JSON.parse(body)
    // JSON that is nested too deep for the engine is sent as text.
    return findUnstorable(json) ? body : json
  } catch {
    return body
  }
}

function readAnswer(
  paths: Readonly<Record<string, string>>,
  answer: Answer,
): { set: Record<string, string>; error?: string } {
  if ('error' in answer) return { set: { 'webhook.status': '', 'webhook.body': '' }, error: answer.error }
  const own = { 'webhook.status': String(answer.status), 'webhook.body': cut(answer.body) }
  if (answer.status < 200 || answer.status > 299)
    return { set: own, error: `The webhook answered ${answer.status}` }
  // A run holds at most MAX_VARIABLES variables, and each value may be a copy of the whole answer.
  const names = Object.entries(paths).slice(0, MAX_VARIABLES)
  if (names.length === 0) return { set: own }
  try {
    const json: unknown = JSON.parse(answer.body)
    const found = names.map(([name, path]) => [name, cut(readPath(json, path))])
    return { set: { ...own, ...Object.fromEntries(found) } }
  } catch {
    return { set: own, error: "The webhook's answer is not JSON" }
  }
}
