import { cutText } from '#shared/cutText.ts'
import { toStorable } from '#shared/storable.ts'
import { render } from '../../templates/index.ts'
import { MAX_TEXT, MAX_VARIABLES } from './limits.ts'
import type { Run } from './run.ts'

/** Values of placeholders, by name. */
export type Values = Readonly<Record<string, string | undefined>>

/** Variables that the engine sets. */
export const OWN_VARIABLES: readonly string[] = [
  'last_reply',
  'last_text',
  'contact.name',
  'contact.phone',
  'now',
  'webhook.status',
  'webhook.body',
]

/**
 * Matches a placeholder as `render` does. No part of the pattern overlaps with the next part, so a search takes
 * linear time.
 */
const NAME = /\{\{([^{}|]{1,200})(?:\|[^{}]{0,1000})?\}\}/g

export function valuesOf({ variables }: Run, now: Date): Values {
  return { ...variables, now: now.toISOString() }
}

/** Sets variables within their limits: cuts a long value, and drops a name beyond the limit. */
export function withVariables(
  variables: Readonly<Record<string, string>>,
  set: Readonly<Record<string, string>>,
): Record<string, string> {
  const all: Record<string, string> = { ...variables }
  for (const [name, value] of Object.entries(set)) {
    if (Object.hasOwn(all, name) || Object.keys(all).length < MAX_VARIABLES) all[name] = cut(value)
  }
  return all
}

/**
 * Renders a text for people. `{name}` is a placeholder, too, if a variable of this name exists: the engine sets it, or the
 * conversation has set it.
 */
export function say(template: string, values: Values): string {
  const singleBraces = template.includes('{') ? [...OWN_VARIABLES, ...Object.keys(values)] : []
  return cut(render(template, values, { singleBraces, maxCharacters: MAX_TEXT }))
}

/** Renders a text for a machine, such as JSON or a query, in which single braces have a meaning of their own. */
export function fill(template: string, values: Values): string {
  return cut(render(template, values, { maxCharacters: MAX_TEXT }))
}

/** Cuts a text to its limit, and makes the text storable. */
export function cut(text: string, max = MAX_TEXT): string {
  return toStorable(cutText(text, max))
}

/** Returns the names of the variables in a template. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(NAME)].map((match) => (match[1] ?? '').trim())
}
