import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { MEASURES, type MeasureName } from './measures/index.ts'

const NAMES = Object.keys(MEASURES) as [MeasureName, ...MeasureName[]]
const QUICK = { rounds: 1, sessions: 2 }

const settings = z.object({
  /** Names of measures, separated by commas. */
  only: z
    .string()
    .default(NAMES.join(','))
    .transform((names) => names.split(','))
    .pipe(z.array(z.enum(NAMES))),
  json: z.stringbool(),
  quick: z.stringbool(),
  rounds: z.coerce.number().int().min(1).default(3),
  sessions: z.coerce.number().int().min(1).max(1_000).default(50),
  /** Messages of the session that the measure `delete` deletes. */
  rows: z.coerce.number().int().min(2).default(1_000_000),
  /** The runtime of connector and floor, and the folder for CPU profiles of these and the functions. */
  runtime: z.string().optional(),
  profiles: z.string().optional(),
  /** The task of the connector, such as `256x512`: CPU units (1024 to a vCPU) and MB of memory. Needs Linux and root. */
  task: z
    .string()
    .regex(/^\d+x\d+$/)
    .transform((text) => text.split('x').map(Number))
    .transform(([cpuUnits = 0, memoryMb = 0]) => ({ cpuUnits, memoryMb }))
    .optional(),
})

/**
 * Reads the arguments.
 * @throws ConfigError; TypeError for an unknown argument
 */
export function readBenchConfig() {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    options: {
      only: text,
      json: flag,
      quick: flag,
      rounds: text,
      sessions: text,
      rows: text,
      runtime: text,
      profiles: text,
      task: text,
    },
  })
  const { profiles, ...config } = readConfig(settings, {
    ...values,
    json: String(values.json),
    quick: String(values.quick),
  })
  return {
    ...config,
    ...(config.quick && QUICK),
    execArgv: profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
  }
}
