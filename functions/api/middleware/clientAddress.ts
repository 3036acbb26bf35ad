import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { runtimeBindingsOf } from '../../http/index.ts'
import type { ApiServices } from '../services.ts'

/** Returns the caller's address for counting: an IPv4 address, or the /64 network of an IPv6 address. */
export function clientAddress(c: Context, services: ApiServices): string {
  return callerOf(fullAddress(c, services))
}

/**
 * Returns the caller's whole address. Behind CloudFront, the check of the edge has found the address. Otherwise the caller controls
 * `x-forwarded-for`, except for the last entries, which the trusted proxies have added. The configuration states the number of proxies.
 */
export function fullAddress(c: Context, { settings }: ApiServices): string {
  const { requestContext, incoming, viewerAddress } = runtimeBindingsOf(c)
  if (viewerAddress !== undefined) return viewerAddress
  const peer = requestContext?.http?.sourceIp ?? incoming?.socket?.remoteAddress ?? 'unknown'
  if (settings.trustedProxies === 0) return peer
  const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? []
  return forwarded.at(-settings.trustedProxies)?.trim() || peer
}

/** Maps an IPv6 address to its /64 network, which belongs to one caller. */
function callerOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}
