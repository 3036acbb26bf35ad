import type { OutgoingHttpHeaders } from 'node:http'

/** Headers that frame or route a message. A customer could use these headers for request smuggling. */
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

/** Headers that another origin receives after a redirect. All other headers are dropped, because any of them may be a secret. */
const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

/** Returns the headers of one request. `identity` requests an uncompressed body, so that no compression bomb can work. */
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
