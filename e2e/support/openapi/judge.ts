import type { Answer } from '../client.ts'
import type { Contract, ContractOperation, DocumentedAnswer } from './contract.ts'

/** Headers of HTTP itself, which a document does not list. */
const TRANSPORT = [
  'content-type',
  'content-length',
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'vary',
]

/** Headers of pages, which only browsers read. */
const OF_PAGES = /^(?:content-security-policy|cross-origin-.*|origin-agent-cluster|referrer-policy|x-.*)$/

/** Lists each difference between an answer and the answers that the document has for the operation. */
export function faultsOf(
  contract: Contract,
  { answers }: ContractOperation,
  { status, headers, body }: Answer,
): string[] {
  if (status >= 500) return [`the status ${status}`]
  const documented = answers[status]
  if (!documented) return [`the undocumented status ${status}`]
  const faults = headerFaults(contract, documented.headers ?? {}, headers)
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  const media = documented.content?.[type]
  if (!media) return [...faults, `the undocumented content type "${type}"`]
  const fault = media.schema && type !== 'image/png' && contract.faultOf(media.schema, body)
  return fault ? [...faults, `the body: ${fault}`] : faults
}

function headerFaults(
  contract: Contract,
  documented: NonNullable<DocumentedAnswer['headers']>,
  headers: Headers,
): string[] {
  const known = Object.entries(documented).map(
    ([name, header]) => [name.toLowerCase(), contract.resolve(header)] as const,
  )
  const names = known.map(([name]) => name)
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  const others = [...headers.keys()].filter(
    (name) => !names.includes(name) && !TRANSPORT.includes(name) && !(isPage && OF_PAGES.test(name)),
  )
  const missing = known.filter(([name, { required }]) => required && !headers.has(name))
  const wrong = known.flatMap(([name, { schema }]) => {
    const value = headers.get(name)
    if (value === null || !schema) return []
    const isNumber = ['integer', 'number'].includes(String(contract.resolve(schema).type))
    const fault = contract.faultOf(schema, isNumber ? Number(value) : value)
    return fault ? [`the header ${name}: ${fault}`] : []
  })
  return [
    ...others.map((name) => `the undocumented header ${name}`),
    ...missing.map(([name]) => `no header ${name}`),
    ...wrong,
  ]
}
