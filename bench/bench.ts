import type { Shutdown } from '#local/process/index.ts'
import { Floor } from './floor/floor.ts'
import type { Bench, BenchOptions, Table } from './measure.ts'
import { MEASURES, type MeasureName } from './measures/index.ts'
import { type Person, settle } from './stage/people.ts'
import { openStage, type Stage, type StageOptions } from './stage/stage.ts'

/**
 * Runs measures sequentially. `shutdown` stops the processes that they start.
 * @param names the measures
 * @param say receives the name of each measure and its progress
 * @returns the tables of each measure
 */
export async function runBench(
  names: readonly MeasureName[],
  options: BenchOptions & StageOptions,
  shutdown: Shutdown,
  say: (line: string) => void,
): Promise<Record<string, Table[]>> {
  const bench = openBench(options, shutdown, say)
  const found: Record<string, Table[]> = {}
  for (const name of names) {
    say(name)
    found[name] = await MEASURES[name](bench)
  }
  return found
}

/** Opens a bench, which starts the stage and the floor when a measure first needs them. */
function openBench(
  options: BenchOptions & StageOptions,
  shutdown: Shutdown,
  say: (line: string) => void,
): Bench {
  const people: Person[] = []
  let opening: Promise<Stage> | undefined
  let raw: Floor | undefined
  const openOnce = () => {
    opening ??= openStage(options, shutdown)
    return opening
  }
  return {
    options,
    shutdown,
    say,
    async stage(sessions) {
      const stage = await openOnce()
      return { stage, people: await settle(stage, people, sessions) }
    },
    async floor(sessions) {
      raw ??= await Floor.start(await openOnce())
      await raw.settle(sessions)
      return raw
    },
  }
}
