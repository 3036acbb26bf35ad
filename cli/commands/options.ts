import { InvalidArgumentError, Option } from 'commander'

/** The options of a command that lists pages. */
export interface Listed {
  limit: number
}

/** Declares the option `--limit`, the largest number of items to show. */
export function atMost(): Option {
  return new Option('--limit <number>', 'largest number of items').default(50).argParser((text) => {
    const limit = Number(text)
    if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('Give a whole number from 1.')
    return limit
  })
}
