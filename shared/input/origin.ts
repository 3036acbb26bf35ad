import { z } from 'zod'

const MESSAGE =
  'Give an origin: https://, a host, and a port if there is one, such as https://app.example.com'

/** Schema of the origin of a browser's page, as browsers write it in the `Origin` header. Only this machine may use http. */
export const origin = z.string().refine(isOrigin, MESSAGE).meta({ format: 'uri' })

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, origin: canonical } = new URL(text)
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  return text === canonical && (protocol === 'https:' || (protocol === 'http:' && isLocal))
}
