import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** Schema of an address or a network in CIDR notation. The output is always a network, such as `203.0.113.7/32`. */
export const network = z.string().transform((text, context) => {
  const fault = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  // The library also reads older forms of an address, such as `1` or `0x7f.1`.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return `${text}/32`
  if (ipaddr.IPv6.isValid(text) && !text.includes('%')) return `${ipaddr.parse(text).toString()}/128`
  if (!ipaddr.isValidCIDR(text)) return fault('Give an IP address, or a network such as 203.0.113.0/24')
  const [address, bits] = ipaddr.parseCIDR(text)
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  const first = family.networkAddressFromCIDR(text).toString()
  if (first !== address.toString()) return fault(`Give the network ${first}/${bits}, or one address of it`)
  return `${first}/${bits}`
})

/** Tells whether an address belongs to one of the networks. An IPv4 address that is mapped to IPv6 is the IPv4 address. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const given = ipaddr.process(address)
  return networks.some((text) => {
    const [first, bits] = ipaddr.parseCIDR(text)
    return first.kind() === given.kind() && given.match(first, bits)
  })
}
