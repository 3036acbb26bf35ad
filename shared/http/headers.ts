import type { OutgoingHttpHeaders } from 'node:http'

/** What frames a message or routes it: a customer who could set these could smuggle a second request into the first. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What another origin may see after a redirect. A list of what stays, for secrets ride in headers of any name. */
const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** The headers of one request. `identity`: we unpack nothing, so there is no bomb to go off. */
export function outgoingHeaders(
  given: Readonly<Record<string, string>>,
  body: Buffer | undefined,
): OutgoingHttpHeaders {
  return {
    ...keep(given, (name) => !OURS.has(name)),
    'accept-encoding': 'identity',
    ...(body && { 'content-length': body.length }),
  }
}

export function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return keep(headers, (name) => HARMLESS.has(name))
}

export function withoutContent(headers: Readonly<Record<string, string>>): Record<string, string> {
  return keep(headers, (name) => !name.startsWith('content-'))
}

function keep(headers: Readonly<Record<string, string>>, wanted: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => wanted(name.toLowerCase())))
}
