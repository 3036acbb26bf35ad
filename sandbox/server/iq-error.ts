/** The refusal of an iq, with the code and the text for the client. */
export class IqError extends Error {
  readonly code: number

  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}
