import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { runtimeBindingsOf } from '../../http/index.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'

/**
 * Returns the caller's address. Behind CloudFront, the check of the edge has found the address. Otherwise the caller controls
 * `x-forwarded-for`, except for the last entries, which the trusted proxies have added. The configuration states the number of proxies.
 */
export function clientAddress(c: Context<ApiEnvironment>, { settings }: ApiServices): string {
  const { requestContext, incoming, viewerAddress } = runtimeBindingsOf(c)
  if (viewerAddress !== undefined) return callerOf(viewerAddress)
  const peer = requestContext?.http?.sourceIp ?? incoming?.socket?.remoteAddress ?? 'unknown'
  if (settings.trustedProxies === 0) return callerOf(peer)
  const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? []
  return callerOf(forwarded.at(-settings.trustedProxies)?.trim() || peer)
}

/** Maps an IPv6 address to its /64 network, which belongs to one caller. */
function callerOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}
