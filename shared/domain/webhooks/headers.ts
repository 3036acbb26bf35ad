import { z } from 'zod'
import { ValidationFailed } from '#shared/errors/index.ts'
import { freeName } from '#shared/input/index.ts'
import type { WebhookVault } from './vault.ts'

const MAX_HEADERS = 20
const MAX_VALUE = 4_096
/** Total size of names and values, in bytes. Common servers refuse more than 16 KB of headers. */
const MAX_TOTAL = 8_192

/** A token of RFC 9110. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
/** Visible ASCII, with spaces and tabs inside. A receiver drops white space at the edges. */
const VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/

/** Names of the headers that the gateway sets or signs, and of headers of the connection. */
const RESERVED = [
  'host',
  'user-agent',
  'content-type',
  'content-length',
  'content-encoding',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'expect',
]
const RESERVED_PREFIXES = ['x-vesper-', 'webhook-', 'proxy-']
const RESERVED_PATTERN = `^(?:(?:${[...RESERVED, '__proto__', 'constructor', 'prototype'].map(anyCase).join('|')})$|(?:${RESERVED_PREFIXES.map(anyCase).join('|')}))`
const IS_RESERVED = new RegExp(RESERVED_PATTERN)

const name = freeName(
  z
    .string()
    .regex(NAME, 'This is no name of a header. Use letters, digits and hyphens, 100 characters at most'),
)
  .refine((given) => !IS_RESERVED.test(given), 'The gateway sets this header itself. Remove the header')
  .meta({ not: { pattern: RESERVED_PATTERN } })

const value = z
  .string()
  .max(MAX_VALUE)
  .regex(VALUE, 'Use printable ASCII characters on one line, without white space at the edges')

/** Headers of a new webhook. */
export const headersInput = bounded(z.record(name, value))

/** Headers of an update. A null keeps the stored value, so that an answer of GET can be sent back. */
export const headersPatch = bounded(z.record(name, value.nullable()))

/** Headers as the API shows them: the names, without the values. */
export const headersView = z.record(z.string(), z.null())

export type HeadersInput = z.output<typeof headersPatch>

/**
 * Seals the headers that a caller gives. A header with null keeps its stored value.
 * @param stored the sealed headers of the webhook so far
 * @throws ValidationFailed for a null without a stored value, and for headers that are too large together
 */
export function sealHeaders(
  vault: WebhookVault,
  given: HeadersInput,
  stored: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const known = openHeaders(vault, stored)
  const values = Object.entries(given).map(([header, plain]): [string, string] => {
    const kept = Object.entries(known).find(([other]) => other.toLowerCase() === header.toLowerCase())
    const whole = plain ?? kept?.[1]
    if (whole === undefined)
      throw fault(`headers.${header}`, 'The webhook has no value of this header. Give a value')
    return [header, whole]
  })
  const total = values.reduce((sum, [header, whole]) => sum + header.length + whole.length, 0)
  if (total > MAX_TOTAL)
    throw fault(
      'headers',
      `All names and values together have ${MAX_TOTAL.toLocaleString('en')} characters at most`,
    )
  return Object.fromEntries(values.map(([header, whole]) => [header, vault.sealHeader(header, whole)]))
}

/** Opens the headers of a webhook. */
export function openHeaders(
  vault: WebhookVault,
  sealed: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sealed).map(([header, inside]) => [header, vault.openHeader(header, inside)]),
  )
}

function bounded<Schema extends z.ZodType<Record<string, unknown>>>(schema: Schema): Schema {
  return schema
    .refine((given) => Object.keys(given).length <= MAX_HEADERS, `Give ${MAX_HEADERS} headers at most`)
    .refine(
      (given) =>
        new Set(Object.keys(given).map((one) => one.toLowerCase())).size === Object.keys(given).length,
      'Give each header once. Upper and lower case do not matter in the name of a header',
    )
    .meta({ maxProperties: MAX_HEADERS })
}

/** Returns the pattern of a text in any case. A published pattern has no flags. */
function anyCase(text: string): string {
  return text.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
}

function fault(path: string, message: string): ValidationFailed {
  return new ValidationFailed({ details: [{ path, message }] })
}
