/** An error whose message is all that the user of the client needs to read. */
export class CliError extends Error {
  override readonly name = 'CliError'
}
