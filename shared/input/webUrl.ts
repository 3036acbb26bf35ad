import { z } from 'zod'

/** Begin of an address of the web. */
const WEB = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^/?#]/
const MESSAGE = 'The URL is not valid: a URL must begin with http:// or https://'

/** Returns the schema of a URL that begins with http:// or https:// and a host. */
export function webUrl() {
  return z
    .url({ protocol: /^https?$/, error: MESSAGE, abort: true })
    .regex(WEB, MESSAGE)
    .meta({ format: 'uri' })
}
