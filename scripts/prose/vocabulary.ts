import dropped from './dropped.json' with { type: 'json' }

/** Names and phrases of earlier versions that the project no longer uses. */
export interface Vocabulary {
  /** Map from a dropped name in camel case to its replacement. Compounds with the name count too. */
  names: Record<string, string>
  /** Like `names`, but only for identifiers and files with exactly this spelling, because prose uses the word too. */
  identifiers: Record<string, string>
  /** Map from a regular expression for prose to the remedy. */
  phrases: Record<string, string>
}

export const vocabulary: Vocabulary = dropped
