import type { Shutdown } from '#infra/local/shutdown.ts'
import type { Bench, BenchOptions, Floor, Table } from './measure.ts'
import { MEASURES, type MeasureName } from './measures/index.ts'
import { createPhones, type Person, settle } from './stage/people.ts'
import { openStage, type Stage, type StageOptions } from './stage/stage.ts'

const FIRST_PHONE = 905_570_000_000
const FIRST_CUSTOMER = 905_580_000_000

/** Measures what is asked for, one after the other. What is started is stopped by `shutdown`. */
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

/** What measures share is started when the first of them asks for it. */
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
      const stage = await openOnce()
      raw ??= { process: await stage.startRaw(), phones: [], customers: [] }
      await settleFloor(stage, raw, sessions)
      return raw
    },
  }
}

async function settleFloor(stage: Stage, floor: Floor, sessions: number): Promise<void> {
  const indices = Array.from(
    { length: Math.max(0, sessions - floor.phones.length) },
    (_, n) => floor.phones.length + n,
  )
  const phones = indices.map((index) => String(FIRST_PHONE + index))
  const customers = indices.map((index) => String(FIRST_CUSTOMER + index))
  await createPhones(stage.sandbox.facts.phonesUrl, [...phones, ...customers])
  await floor.process.ask('open', { phones })
  floor.phones.push(...phones)
  floor.customers.push(...customers)
}
