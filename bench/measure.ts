import type { Shutdown } from '#local/process/index.ts'
import type { Floor } from './floor/floor.ts'
import type { Person } from './stage/people.ts'
import type { Stage } from './stage/stage.ts'

/** What was found, under the names of its columns. */
export type Row = Record<string, string | number>

export interface Table {
  title: string
  rows: Row[]
}

export interface BenchOptions {
  /** Seconds, and few sessions: to see that it works, and not how well. */
  quick: boolean
  /** Rounds, of whose results the median counts. */
  rounds: number
  /** Sessions at the most. */
  sessions: number
  /** Messages of the session that is deleted; half as many receipts go with them. */
  rows?: number | undefined
}

/** What a measure works on. */
export interface Bench {
  options: BenchOptions
  shutdown: Shutdown
  /** The stage that all measures share, with so many sessions linked. */
  stage(sessions: number): Promise<{ stage: Stage; people: Person[] }>
  /** The raw floor, with so many sessions linked. */
  floor(sessions: number): Promise<Floor>
  say(line: string): void
}

/** One question, and how it is answered. */
export type Measure = (bench: Bench) => Promise<Table[]>
