import { fileURLToPath } from 'node:url'
import { type Operation, operationsOf } from '../../e2e/support/openapi/document.ts'
import { pinsOf, type Resources } from '../../e2e/support/openapi/resources.ts'

const HOOKS = fileURLToPath(new URL('hooks.py', import.meta.url))
/** Time-out of a request, in seconds. Operations that wait for WhatsApp answer within 30 s. */
const REQUEST_TIMEOUT = 120
/** Methods that schemathesis sends to each path without them, and expects to be refused. */
const OWNER = 'owner'
const STRANGER = 'stranger'

/** The API under test, and the tenants that call it. */
export interface Target {
  document: Parameters<typeof operationsOf>[0]
  baseUrl: string
  /** The API key of the tenant that owns the resources and the key of another tenant, or the token of an operator. */
  access: { owner: string; stranger: string } | { token: string }
  resources: Resources
  /** Without pins, each request has generated ids, or ids of earlier answers. */
  isPinned: boolean
}

/**
 * Writes the configuration of a run. A JSON string is a TOML string.
 * @param keyFile path of the file with the keys of both tenants
 */
export function configOf(
  { document, baseUrl, access, resources, isPinned }: Target,
  keyFile: string,
): string {
  const text = JSON.stringify
  const lines = [
    `base-url = ${text(baseUrl)}`,
    `hooks = ${text(HOOKS)}`,
    'workers = 1',
    `request-timeout = ${REQUEST_TIMEOUT}`,
    ...('token' in access ? tokenOf(access.token) : peersIn(keyFile)),
    '[checks]',
    // A valid request can name a thing that does not exist, or that another request has changed. A generated Authorization
    // header is valid by its schema, and is no key.
    'positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422"]',
    'negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422"]',
    'missing_required_header.expected-statuses = ["401"]',
    // Requests that depend on earlier answers differ from run to run.
    ...['examples', 'coverage', 'fuzzing'].map(
      (phase) => `[phases.${phase}.extra-data-sources]\nresponses = false`,
    ),
    '[phases.fuzzing.error-feedback]\nenabled = false',
  ]
  const operations = operationsOf(document)
  const settings = operations.flatMap((operation) => {
    const own = [...(isPinned ? pinned(operation, resources) : [])]
    const label = `${operation.method} ${operation.path}`
    return own.length > 0 ? ['[[operations]]', `include-name = ${text(label)}`, ...own] : []
  })
  return [...lines, ...settings].join('\n')
}

function tokenOf(token: string): string[] {
  return ['[auth.openapi.adminToken]', `bearer = ${JSON.stringify(token)}`]
}

/** With peers, schemathesis repeats the read of an owner's resource with the key of the other tenant. */
function peersIn(keyFile: string): string[] {
  const text = JSON.stringify
  const users = [`user = ${text(OWNER)}`, `peers = ${text([OWNER, STRANGER])}`]
  return ['[auth.wfc]', `path = ${text(keyFile)}`, ...users]
}

/** Writes the keys of both tenants as a document of Web Fuzzing Commons. */
export function keysOf({ access }: Target): string {
  const auth = Object.entries(access).map(([name, value]) => ({
    name,
    fixedHeaders: [{ name: 'x-api-key', value }],
  }))
  return JSON.stringify({ auth })
}

function pinned(operation: Operation, resources: Resources): string[] {
  const pins = Object.entries(pinsOf(resources, operation))
  if (pins.length === 0) return []
  const values = pins.map(([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`)
  return [`parameters = { ${values.join(', ')} }`]
}
