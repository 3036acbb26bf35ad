import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { foldText } from '../chatbot/foldText.ts'
import { findPlaceholders, render } from '../templates/index.ts'

/** Data of a recipient. */
export interface Person {
  /** Number in digits, LID or `@username`. */
  phone: string
  /** The key for the username in `phone`. */
  usernameKey?: string | null
  name: string | null
  surname: string | null
  variables: Record<string, string>
}

/** Names that also work in single braces, as in the public docs. The case and the accents of a name do not matter. */
const OPTIONS = { singleBraces: ['name', 'surname'], fold: foldText }

/**
 * Renders a campaign's text for one recipient. May cut a text that is too long, and the result is still too long to
 * send.
 */
export function personalise(text: string, { phone, name, surname, variables }: Person): string {
  const own = {
    // A LID or a username is no number.
    ...(!phone.includes('@') && { phone }),
    ...(name !== null && { name }),
    ...(surname !== null && { surname }),
  }
  // Name, surname and phone come first, because the first of several names that differ in case wins.
  return render(text, { ...own, ...variables, ...own }, { ...OPTIONS, maxCharacters: MAX_TEXT })
}

/** Returns the names of the placeholders of a campaign's text, as written. */
export function placeholdersIn(text: string): string[] {
  return findPlaceholders(text, OPTIONS)
}
