/** A refusal, as the client sees it. */
export class IqError extends Error {
  readonly code: number

  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}
