import ipaddr from 'ipaddr.js'

/**
 * Returns the address of the viewer of a request that CloudFront has sent. `CloudFront-Viewer-Address` holds an address and a port; an
 * IPv6 address may lack brackets. Without this header, the last entry of `x-forwarded-for` that API Gateway has not added is CloudFront's.
 * @param sourceIp the address of CloudFront, from API Gateway
 */
export function viewerAddressOf(
  headers: Readonly<Record<string, string>>,
  sourceIp: string | undefined,
): string | undefined {
  const [, viewer] = /^\[?([^\]]+)\]?:\d{1,5}$/.exec(headers['cloudfront-viewer-address'] ?? '') ?? []
  const forwarded = (headers['x-forwarded-for'] ?? '').split(',').map((entry) => entry.trim())
  if (forwarded.at(-1) === sourceIp) forwarded.pop()
  return [viewer, forwarded.at(-1), sourceIp].find(
    (address) => address !== undefined && ipaddr.isValid(address),
  )
}
