import { z } from 'zod'

/** An address of the web. A line break or a space belongs to no address. */
const WEB = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s/?#]\S*$/
const MESSAGE = 'The URL is not valid: a URL must begin with http:// or https://'

/** Returns the schema of a URL that begins with http:// or https:// and a host. */
export function webUrl() {
  // The pattern comes first, because the check of a URL drops the white space around the text.
  return z
    .string()
    .regex(WEB, { error: MESSAGE, abort: true })
    .check(z.url({ protocol: /^https?$/, error: MESSAGE, abort: true }))
    .meta({ format: 'uri' })
}
