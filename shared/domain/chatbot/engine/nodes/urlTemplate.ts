import { z } from 'zod'
import { render } from '../../../templates/index.ts'
import { MAX_URL } from '../limits.ts'
import { namesIn, type Values } from '../values.ts'

/** The host is its owner's to choose, and not for whoever writes to the bot. */
const HOST_STANDS = /^https?:\/\/[^{}/?#\s]+([/?#]|$)/i

export const urlTemplate = z
  .string()
  .regex(HOST_STANDS, 'Begin with http:// or https:// and a host; variables may stand behind it')

/** A value of nothing else would be a step up in the path, however it is encoded. */
const DOTS = /^\.+$/

/** A URL with its variables, each encoded: a reply can't lead it elsewhere. */
export function renderUrl(template: string, values: Values): string {
  const encode = (value = '') => encodeURIComponent(value.toWellFormed().replace(DOTS, ''))
  const encoded = Object.fromEntries(
    namesIn(template)
      .filter((name) => Object.hasOwn(values, name))
      .map((name) => [name, encode(values[name])]),
  )
  return render(template, encoded, { maxCharacters: MAX_URL }).slice(0, MAX_URL)
}
