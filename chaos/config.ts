import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'
import { FAULT_NAMES } from './plan.ts'

const whole = z.coerce.number().int()

const chaosSettings = z.object({
  seconds: whole.min(1).default(120),
  /** The seed of the fault schedule and of the load. */
  seed: whole.min(0).default(1),
  sessions: whole.min(1).max(500).default(20),
  /** Sends, and messages of phones, a second. */
  sends: z.coerce.number().positive().max(500).default(10),
  phones: z.coerce.number().positive().max(500).default(5),
  /** Names of faults, separated by commas. Fewer faults help to find a cause. */
  only: z
    .string()
    .transform((names) => names.split(','))
    .pipe(z.array(z.enum(FAULT_NAMES)))
    .optional(),
  json: z.stringbool().default(false),
  VESPER_CONNECTORS: whole.min(1).max(16).default(2),
  VESPER_LEASE_SECONDS: z.coerce.number().min(3).max(60).default(7.5),
  LOG_LEVEL: z.string().default('silent'),
})

/**
 * Reads the arguments and the process's environment.
 * @throws ConfigError; TypeError for an unknown argument
 */
export function readChaosConfig(): z.output<typeof chaosSettings> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: {
      seconds: text,
      seed: text,
      sessions: text,
      sends: text,
      phones: text,
      only: text,
      json: { type: 'boolean' },
    },
  })
  return readConfig(chaosSettings, { ...process.env, ...values, json: String(values.json ?? false) })
}
