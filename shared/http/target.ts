import { isIP } from 'node:net'
import { isAllowedAddress } from './addresses.ts'
import { RequestRefused } from './refused.ts'
import type { Resolve } from './resolver.ts'

/** What URLs of customers may be. `allowPrivate` is for one machine and tests: then loopback and private addresses are in. */
export interface UrlPolicy {
  allowHttp: boolean
  allowPrivate: boolean
  /** Caps the total time of each request, in ms, whatever its caller allows. */
  longestMs?: number
}

/** A URL and the addresses that were checked: the connection goes to one of these, and nothing is resolved again. */
export interface Target {
  url: URL
  addresses: readonly string[]
}

/** So many addresses are tried; a name may answer with hundreds. */
const MAX_ADDRESSES = 8

/**
 * Parses a URL and checks what can be seen without DNS. The parser turns `2130706433`, `0x7f.1` and `0177.0.0.1` into
 * `127.0.0.1`, so literals are checked in the form that is connected to.
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
 * Resolves a URL's host once. One address that is not allowed refuses them all: a name that answers with a public and a
 * private address is an attack, or a mistake that would look like one.
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

/** The host as sockets take it: an IPv6 literal without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}

function unknownHost(cause?: unknown): RequestRefused {
  return new RequestRefused('dns', 'The host name of the URL cannot be resolved.', { cause })
}

function forbidden(): RequestRefused {
  return new RequestRefused(
    'forbidden_address',
    'The URL leads to an address that is not on the public internet.',
  )
}
