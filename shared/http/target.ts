import { isIP } from 'node:net'
import { isAllowedAddress } from './addresses.ts'
import { RequestRefused } from './refused.ts'
import type { Resolve } from './resolver.ts'

/** The policy for URLs of customers. `allowPrivate` allows loopback and private addresses, for one machine and for tests. */
export interface UrlPolicy {
  allowHttp: boolean
  allowPrivate: boolean
  /** Maximum total time of each request, in ms. The cap also applies if the caller sets a longer time-out. */
  longestMs?: number
}

/** A URL and its checked addresses. The connection goes to one of these addresses, without another DNS query. */
export interface Target {
  url: URL
  addresses: readonly string[]
}

/** Maximum number of addresses to try. A name may have hundreds. */
const MAX_ADDRESSES = 8

/**
 * Parses a URL, and checks all parts that need no DNS. The parser converts `2130706433`, `0x7f.1` and `0177.0.0.1` to `127.0.0.1`, so
 * that the function checks the address of the later connection.
 * @throws RequestRefused bad_url or forbidden_address
 */
export function checkUrl(input: string, policy: UrlPolicy): URL {
  const url = URL.canParse(input) ? new URL(input) : undefined
  if (url === undefined) throw new RequestRefused('bad_url', 'The URL is not valid.')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.allowHttp)) {
    throw new RequestRefused(
      'bad_url',
      policy.allowHttp ? 'The URL must begin with http:// or https://.' : 'The URL must begin with https://.',
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw new RequestRefused('bad_url', 'The URL must not contain a user name or password.')
  }
  const host = hostOf(url)
  if (isIP(host) !== 0 && !isAllowedAddress(host, policy)) throw forbidden()
  return url
}

/**
 * Resolves the host of a URL once. One forbidden address refuses the whole name. A name with a public and a private address is an
 * attack or a mistake.
 * @throws RequestRefused dns or forbidden_address
 */
export async function resolveTarget(url: URL, policy: UrlPolicy, resolve: Resolve): Promise<Target> {
  const host = hostOf(url)
  if (isIP(host) !== 0) return { url, addresses: [host] }
  const addresses = await resolve(host).catch((cause: unknown) => {
    throw unknownHost(cause)
  })
  if (addresses.length === 0) throw unknownHost()
  if (!addresses.every((address) => isAllowedAddress(address, policy))) throw forbidden()
  return { url, addresses: addresses.slice(0, MAX_ADDRESSES) }
}

/** Returns the host in the form for sockets: an IPv6 literal has no brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

function unknownHost(cause?: unknown): RequestRefused {
  return new RequestRefused('dns', 'The host name of the URL cannot be resolved.', { cause })
}

function forbidden(): RequestRefused {
  return new RequestRefused(
    'forbidden_address',
    'The URL leads to an address that is not on the public internet. Use a public address.',
  )
}
