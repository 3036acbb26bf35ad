import type { Shutdown } from '#local/process/index.ts'
import type { Floor } from './floor/floor.ts'
import type { Person } from './stage/people.ts'
import type { Stage } from './stage/stage.ts'

/** One line of a table, by column name. */
export type Row = Record<string, string | number>

export interface Table {
  title: string
  rows: Row[]
}

export interface BenchOptions {
  /** Uses few sessions and takes seconds, to check that the bench works. */
  quick: boolean
  /** The number of rounds. A result is the median of its rounds. */
  rounds: number
  /** The maximum number of sessions. */
  sessions: number
  /** Messages of the session that the measure `delete` deletes. The session has half as many receipts. */
  rows?: number | undefined
}

/** The environment of a measure. */
export interface Bench {
  options: BenchOptions
  shutdown: Shutdown
  /** Returns the shared stage with this many linked sessions. */
  stage(sessions: number): Promise<{ stage: Stage; people: Person[] }>
  /** Returns raw Baileys with this many linked sessions. */
  floor(sessions: number): Promise<Floor>
  say(line: string): void
}

/** Measures one aspect of the gateway. */
export type Measure = (bench: Bench) => Promise<Table[]>
