import { z } from 'zod'
import { type ErrorDetail, ValidationFailed } from '#shared/errors/index.ts'
import { findUnknownNames, isReservedName, RESERVED_NAME_MESSAGE } from '#shared/input/index.ts'
import { STEPS, type StepName } from '../engine/index.ts'
import { below } from './details.ts'

type Config = Record<string, unknown>

/** Maps in a configuration, whose names the customer chooses. */
const MAPS = ['headers', 'variables']
/** Fields of a configuration that hold the name of a variable. */
const NAMES = ['name', 'variable']

/**
 * Returns the schema of a new step's configuration. The values may be incomplete or wrong until the publication of the flow, but
 * each name must exist, at every depth.
 */
export function configInput(type: StepName) {
  const names = namesOf(type)
  const shape = Object.fromEntries(
    Object.entries(names).map(([name, field]) => [name, z.unknown().optional().meta(describe(field))]),
  )
  return z.strictObject(shape).superRefine((config, check) => {
    for (const { path, message } of configFaults(type, config))
      check.addIssue({ code: 'custom', path: path.split('.'), message })
  })
}

function describe(field: z.ZodType) {
  const { description, example } = field.meta() ?? {}
  return { ...(description !== undefined && { description }), ...(example !== undefined && { example }) }
}

function namesOf(type: StepName): Record<string, z.ZodType> {
  return (STEPS[type].input as z.ZodObject).shape as Record<string, z.ZodType>
}

/**
 * Checks the names in a configuration.
 * @throws ValidationFailed
 */
export function assertConfigNames(type: StepName, config: Config): void {
  const details = below('config', configFaults(type, config))
  if (details.length > 0) throw new ValidationFailed({ details })
}

/** Finds the unknown and the reserved names in a configuration. */
function configFaults(type: StepName, config: Config): ErrorDetail[] {
  return [...findUnknownNames(STEPS[type].input, config), ...reservedNames(config)]
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
