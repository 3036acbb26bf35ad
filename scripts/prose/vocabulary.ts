import dropped from './dropped.json' with { type: 'json' }

/** Names and phrases of earlier versions that nobody writes any more. */
export interface Vocabulary {
  /** From a dropped name in camel case to the name that replaces it. A compound that contains the name counts too. */
  names: Record<string, string>
  /** As `names`, but only for identifiers and files that are spelled exactly so: the word has other uses in prose. */
  identifiers: Record<string, string>
  /** From a regular expression over prose to the remedy. */
  phrases: Record<string, string>
}

export const vocabulary: Vocabulary = dropped
