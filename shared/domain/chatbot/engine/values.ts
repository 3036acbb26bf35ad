import { toStorable } from '#shared/storable.ts'
import { render } from '../../templates/index.ts'
import { MAX_TEXT, MAX_VARIABLES } from './limits.ts'
import type { Run } from './run.ts'

/** What `{{…}}` stands for. */
export type Values = Readonly<Record<string, string | undefined>>

/** Variables that the engine itself sets. */
export const OWN_VARIABLES: readonly string[] = [
  'last_reply',
  'last_text',
  'contact.name',
  'contact.phone',
  'now',
  'webhook.status',
  'webhook.body',
]

/** As `render` reads it. No part of it overlaps with the next, so that no text is looked at over and over. */
const NAME = /\{\{([^{}|]{1,200})(?:\|[^{}]{0,1000})?\}\}/g

export function valuesOf({ variables }: Run, now: Date): Values {
  return { ...variables, now: now.toISOString() }
}

/** Sets variables, within their bounds: what is too long is cut, and names beyond the limit are left out. */
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

/** A text as it goes out. */
export function say(template: string, values: Values): string {
  return cut(render(template, values, { maxCharacters: MAX_TEXT }))
}

/** A text, storable, and no longer than one may be. */
export function cut(text: string, max = MAX_TEXT): string {
  return toStorable(text.slice(0, max))
}

/** The variables that a template names. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(NAME)].map((match) => (match[1] ?? '').trim())
}
