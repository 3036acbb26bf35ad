import { IqError } from '../server/iq-error.ts'

const TEXTS = {
  400: 'bad-request',
  403: 'forbidden',
  404: 'item-not-found',
  406: 'not-acceptable',
  409: 'conflict',
  410: 'gone',
} as const

/** A group operation that WhatsApp refuses. */
export class Refusal extends IqError {
  constructor(code: keyof typeof TEXTS) {
    super(code, TEXTS[code])
  }
}
