import { z } from 'zod'
import { render } from '../../../templates/index.ts'
import { MAX_URL } from '../limits.ts'
import { namesIn, type Values } from '../values.ts'

/** Requires a host without variables: the owner of the flow chooses the host, and a contact cannot change it. */
const FIXED_HOST = /^https?:\/\/[^{}/?#\s]+([/?#]|$)/i

export const urlTemplate = z
  .string()
  .regex(FIXED_HOST, 'Begin with http:// or https:// and a host. Variables may follow the host')

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
  return render(template, encoded, { maxCharacters: MAX_URL }).slice(0, MAX_URL)
}
