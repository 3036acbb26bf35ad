/**
 * A write, or the COMMIT of a transaction, that the server may have received and that got no answer: it may be committed, now or
 * later. The connection layer raises this error, because no other layer knows which statements left the process.
 */
export class UnansweredStatement extends Error {
  override readonly name = 'UnansweredStatement'

  constructor(cause: unknown) {
    super('The database did not answer a write: it may be committed', { cause })
  }
}
