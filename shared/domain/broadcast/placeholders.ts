import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { render } from '../templates/index.ts'

/** What is known of a recipient. */
export interface Person {
  phone: string
  name: string | null
  surname: string | null
  variables: Record<string, string>
}

/** The names that single braces stand for, too, as in the public docs. */
const SINGLE_BRACES = ['name', 'surname']

/** A campaign's text, made for one recipient. A text that is too long to be sent may be cut, and is still too long. */
export function personalise(text: string, { phone, name, surname, variables }: Person): string {
  const values = { ...variables, phone, ...(name !== null && { name }), ...(surname !== null && { surname }) }
  return render(text, values, { singleBraces: SINGLE_BRACES, maxCharacters: MAX_TEXT })
}
