import { IqError } from '../server/iq-error.ts'

const TEXTS = {
  403: 'forbidden',
  404: 'item-not-found',
  406: 'not-acceptable',
  409: 'conflict',
  410: 'gone',
} as const

/** What WhatsApp does not let somebody do with a group. */
export class Refusal extends IqError {
  constructor(code: keyof typeof TEXTS) {
    super(code, TEXTS[code])
  }
}
