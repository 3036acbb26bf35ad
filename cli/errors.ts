/** Something that the user of the client is to read, and nothing else. */
export class CliError extends Error {
  override readonly name = 'CliError'
}
