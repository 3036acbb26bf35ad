import type { Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import type { Person } from '../person.ts'
import type { Scanned } from './internal/scanWithin.ts'

/** The request whose walk visits a section, and the session of the batch. */
export interface Walk {
  ctx: Pick<Context, 'now'>
  requestId: string
  appId: string
  /** Session of the batch; empty in a section of the app. */
  sessionId: string
  person: Person
  /** Time of the request. Records from after this time stay. */
  before: Date
  /** Time until which messages of campaigns belong to the request. */
  campaignsBefore: Date
}

/** A file of a message, which an export lists. */
export interface FileReference {
  key: string
  name: string
  size: number | null
}

/** One line of an export. */
export type Line = { type: string } & Record<string, unknown>

/** A part of the database that holds data of persons. An export and an erasure find the rows by the same query. */
export interface Section<Row> {
  /** `session`: the walk visits the section once for each session of the app. */
  scope: 'app' | 'session'
  find(tx: Transaction, walk: Walk, after: string[] | null, rows: number): Promise<Scanned<Row>>
  /** Erases found rows. Absent: an erasure skips the section. */
  erase?(tx: Transaction, walk: Walk, rows: readonly Row[]): Promise<void>
  /** Returns the lines of found rows. Absent: an export skips the section. */
  toLines?(tx: Transaction, walk: Walk, rows: readonly Row[]): Promise<Line[]>
  /** False if the rows are not records of the person alone. Default: true. */
  isCounted?: false
  /** Returns the files of found rows. */
  toFiles?(rows: readonly Row[]): FileReference[]
}

/** A batch of a section, which hides the type of its rows. */
export interface Batch {
  looked: number
  last: string[] | null
  /** Number of records of the person. */
  found: number
  /** True if the batch ended before the last match, because the matches are large. */
  isCut: boolean
  erase(): Promise<void>
  lines(): Promise<Line[]>
  files(): FileReference[]
}

export interface AnySection {
  scope: Section<unknown>['scope']
  read(tx: Transaction, walk: Walk, after: string[] | null, rows: number): Promise<Batch>
}

/** Defines a section. */
export function defineSection<Row>(section: Section<Row>): AnySection {
  const { scope, find, erase, toLines, toFiles, isCounted = true } = section
  return {
    scope,
    async read(tx, walk, after, most) {
      const { rows, ...scanned } = await find(tx, walk, after, most)
      return {
        ...scanned,
        found: isCounted ? rows.length : 0,
        erase: async () => {
          if (rows.length > 0) await erase?.(tx, walk, rows)
        },
        lines: async () => (rows.length > 0 ? ((await toLines?.(tx, walk, rows)) ?? []) : []),
        files: () => toFiles?.(rows) ?? [],
      }
    },
  }
}
