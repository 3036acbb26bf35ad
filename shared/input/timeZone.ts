import { z } from 'zod'

/** Form of an IANA name. Not each text of this form is the name of a zone. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/
const MESSAGE = 'Give a time zone by its IANA name, such as Europe/Istanbul'

/** Returns the schema of a time zone's IANA name. */
export function timeZone() {
  return z.string().max(100, { abort: true }).regex(NAME, MESSAGE).refine(isKnown, MESSAGE)
}

function isKnown(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
