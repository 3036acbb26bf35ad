import { z } from 'zod'
import { anySpelling, WHITE_SPACE } from '#shared/input/index.ts'
import { render } from '../../../templates/index.ts'
import { MAX_URL } from '../limits.ts'
import { namesIn, type Values } from '../values.ts'

/** Requires a host without variables: the owner of the flow chooses the host, and a contact cannot change it. */
const FIXED_HOST = /^https?:\/\/[^{}/?#\s]+([/?#]|$)/i

export const urlTemplate = z
  .string()
  .regex(FIXED_HOST, 'Begin with http:// or https:// and a host. Variables may follow the host')
  .meta({ pattern: `^${anySpelling('http')}[Ss]?:\\/\\/[^{}/?#${WHITE_SPACE}]+(?:[/?#]|$)` })

/** A value of dots only would move up in the path, in any encoding. */
const DOTS = /^\.+$/

/** Renders a URL with each variable encoded, so that a reply cannot change the target. */
export function renderUrl(template: string, values: Values): string {
  const encode = (value = '') => encodeURIComponent(value.toWellFormed().replace(DOTS, ''))
  const encoded = Object.fromEntries(
    namesIn(template)
      .filter((name) => Object.hasOwn(values, name))
      .map((name) => [name, encode(values[name])]),
  )
  return cutUrl(render(template, encoded, { maxCharacters: MAX_URL }))
}

/** The first bytes of a character in UTF-8 at the end of a URL, without the last byte, or a part of one byte. */
const OPEN_CHARACTER = /(?:%[c-f][0-9a-f]|%[ef][0-9a-f]%[89ab][0-9a-f]|%f[0-9a-f](?:%[89ab][0-9a-f]){2})$/i

/** Cuts a URL to its limit, between two characters. */
function cutUrl(url: string): string {
  if (url.length <= MAX_URL) return url
  const bytes = url.slice(0, MAX_URL).replace(/%[0-9a-f]?$/i, '')
  return bytes.replace(OPEN_CHARACTER, '')
}
