import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { render } from '../templates/index.ts'

/** Data of a recipient. */
export interface Person {
  phone: string
  name: string | null
  surname: string | null
  variables: Record<string, string>
}

/** Names that also work in single braces, as in the public docs. */
const SINGLE_BRACES = ['name', 'surname']

/**
 * Renders a campaign's text for one recipient. May cut a text that is too long, and the result is still too long to
 * send.
 */
export function personalise(text: string, { phone, name, surname, variables }: Person): string {
  const values = { ...variables, phone, ...(name !== null && { name }), ...(surname !== null && { surname }) }
  return render(text, values, { singleBraces: SINGLE_BRACES, maxCharacters: MAX_TEXT })
}
