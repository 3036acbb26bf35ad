import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import type { ApiEnvironment, ApiServices } from '../services.ts'

/** What the runtime says of who called: Lambda's event, or Node's socket. */
interface RuntimeBindings {
  requestContext?: { http?: { sourceIp?: string } }
  incoming?: { socket?: { remoteAddress?: string } }
}

/**
 * The address of who called. What `x-forwarded-for` says is the caller's own word, except for the last entries, which the
 * proxies in front of us have added: as many as the configuration says that there are.
 */
export function clientAddress(c: Context<ApiEnvironment>, { settings }: ApiServices): string {
  const { requestContext, incoming } = (c.env ?? {}) as RuntimeBindings
  const peer = requestContext?.http?.sourceIp ?? incoming?.socket?.remoteAddress ?? 'unknown'
  if (settings.trustedProxies === 0) return callerOf(peer)
  const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? []
  return callerOf(forwarded.at(-settings.trustedProxies)?.trim() || peer)
}

/** A caller with IPv6 has a whole network of addresses (a /64) to choose from: it is one caller. */
function callerOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
}
