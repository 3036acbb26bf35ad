import { InvalidArgumentError, Option } from 'commander'

/** What a command gets that lists by pages. */
export interface Listed {
  limit: number
}

/** How many items of a long list are shown. */
export function atMost(): Option {
  return new Option('--limit <number>', 'how many at the most').default(50).argParser((text) => {
    const limit = Number(text)
    if (!Number.isInteger(limit) || limit < 1) throw new InvalidArgumentError('It must be a number from 1.')
    return limit
  })
}
