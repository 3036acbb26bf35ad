import type { IncomingMessage } from 'node:http'
import { withoutContent, withoutSecrets } from './headers.ts'
import { RequestRefused } from './refused.ts'
import { checkUrl, type UrlPolicy } from './target.ts'

/** One request of a chain. */
export interface Hop {
  url: URL
  method: string
  headers: Readonly<Record<string, string>>
  body: Buffer | undefined
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

export function isRedirect(response: IncomingMessage): boolean {
  return REDIRECTS.has(response.statusCode ?? 0) && response.headers.location !== undefined
}

/**
 * Returns the next request of a redirect. Method and body change as in fetch. Another origin receives no header that may be a
 * secret.
 * @throws RequestRefused redirect, bad_url or forbidden_address
 */
export function nextHop(hop: Hop, response: IncomingMessage, policy: UrlPolicy): Hop {
  const { statusCode = 0, headers } = response
  const { location = '' } = headers
  if (!URL.canParse(location, hop.url.href)) {
    throw new RequestRefused('redirect', 'The server redirected to a URL that is not valid.')
  }
  const url = checkUrl(new URL(location, hop.url).href, policy)
  if (hop.url.protocol === 'https:' && url.protocol !== 'https:') {
    throw new RequestRefused('redirect', 'The server redirected from https to http.')
  }
  const kept = url.origin === hop.url.origin ? hop.headers : withoutSecrets(hop.headers)
  return becomesGet(statusCode, hop.method)
    ? { url, method: 'GET', headers: withoutContent(kept), body: undefined }
    : { ...hop, url, headers: kept }
}

function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD'
  return (status === 301 || status === 302) && method === 'POST'
}
