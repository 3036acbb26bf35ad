/** `export`: a copy of the data of a person. `erasure`: the deletion of the data. */
export const PERSON_REQUEST_KINDS = ['export', 'erasure'] as const
export type PersonRequestKind = (typeof PERSON_REQUEST_KINDS)[number]

export const PERSON_REQUEST_STATUSES = ['running', 'completed'] as const
export type PersonRequestStatus = (typeof PERSON_REQUEST_STATUSES)[number]

/** `data`: records, one JSON object a line. `media`: the file of a message. */
export const PERSON_FILE_KINDS = ['data', 'media'] as const
export type PersonFileKind = (typeof PERSON_FILE_KINDS)[number]

/** Position of a request in its walk over the tables. The next batch begins there. */
export interface WalkPlace {
  /** Index of the section in the walk. */
  section: number
  /** Session of the last batch; null before the first session. */
  session: string | null
  /** Sort key of the last examined row; null before the first row of the section, or of the session. */
  after: string[] | null
}
