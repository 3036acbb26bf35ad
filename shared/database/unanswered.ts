/**
 * A write or a COMMIT got no answer. The server may have received the statement, and may commit it now or later. The connection layer
 * throws this error, because no other layer knows which statements were sent.
 */
export class UnansweredStatement extends Error {
  override readonly name = 'UnansweredStatement'

  constructor(cause: unknown) {
    super('The database did not answer a write. The write may be committed.', { cause })
  }
}
