import { z } from 'zod'
import { type ErrorDetail, ValidationFailed } from '#shared/errors/index.ts'
import { isReservedName, RESERVED_NAME_MESSAGE } from '#shared/input/index.ts'
import type { Context } from '../../context.ts'
import { STEPS, type StepName } from '../engine/index.ts'
import { checked } from './checked.ts'
import { below, readPart } from './details.ts'

type Config = Record<string, unknown>

/** Maps in a configuration, whose names the customer chooses. */
const MAPS = ['headers', 'variables']
/** Fields of a configuration that hold the name of a variable. */
const NAMES = ['name', 'variable']

/**
 * Returns the schema of a new step's configuration. Each fault quotes the written value. The parsed value has the fields of the caller,
 * with each word in its listed form.
 */
export function configInput(type: StepName) {
  return z.preprocess(
    (config, { addIssue }) => {
      for (const { path, message } of configFaults(type, config))
        addIssue({ code: 'custom', message, path: path === '' ? [] : path.split('.') })
      return config
    },
    STEPS[type].input as z.ZodType<Config>,
  )
}

/** Finds the faults of a configuration that need no compilation, each with its path in the configuration. */
function configFaults(type: StepName, config: unknown): ErrorDetail[] {
  const read = readPart(STEPS[type].input, config)
  return 'faults' in read ? read.faults : reservedNames(config as Config)
}

/**
 * Reads the configuration of a step as a caller wrote it. Returns its fields, with each word in its listed form.
 * @throws ValidationFailed
 */
export function readConfig(type: StepName, config: Config): Config {
  const details = below('config', configFaults(type, config))
  if (details.length > 0) throw new ValidationFailed({ details })
  return STEPS[type].input.parse(config) as Config
}

/**
 * Checks the parts of a configuration that its schema does not check, such as patterns, within a budget of CPU.
 * @throws ValidationFailed
 */
export async function assertConfig({
  ctx,
  input: { type, config },
}: {
  ctx: Pick<Context, 'cpuMeter'>
  input: { type: StepName; config: Config }
}): Promise<void> {
  const stepType = STEPS[type]
  if (!stepType.faults) return
  const check = stepType.faults(stepType.config.parse(config))
  const details = below('config', await checked({ ctx, input: { path: 'config', check } }))
  if (details.length > 0) throw new ValidationFailed({ details })
}

/** Finds the reserved names of variables, headers and buttons. */
export function reservedNames(config: Config): ErrorDetail[] {
  const inMaps = MAPS.flatMap((map) =>
    Object.keys((config[map] ?? {}) as object)
      .filter(isReservedName)
      .map((name) => `${map}.${name}`),
  )
  const inFields = NAMES.filter((field) => isReserved(config[field]))
  const buttons = Array.isArray(config.buttons) ? (config.buttons as unknown[]) : []
  const inButtons = buttons.flatMap((button, index) =>
    isReserved((button as { id?: unknown } | null)?.id) ? [`buttons.${index}.id`] : [],
  )
  return [...inMaps, ...inFields, ...inButtons].map((path) => ({ path, message: RESERVED_NAME_MESSAGE }))
}

function isReserved(name: unknown): boolean {
  return typeof name === 'string' && isReservedName(name)
}
