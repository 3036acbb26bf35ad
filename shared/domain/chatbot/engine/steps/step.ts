import { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'
import {
  BLANK_MESSAGE,
  EMPTY_OR_VISIBLE,
  lenient,
  RESERVED_NAMES,
  VISIBLE,
  withoutDefaults,
} from '#shared/input/index.ts'
import type { Interruptible } from '../../budget/index.ts'
import type { Answer, Call, Choice, Outgoing, Reply } from '../run.ts'
import type { Values } from '../values.ts'

/** Part of a run that its step can read. */
export interface Scene {
  values: Values
  /** Outlets that have a connection. */
  connected: ReadonlySet<string>
}

/** Next move of a run: leave the step by an outlet, wait, end or fail. */
export type Move =
  | { leave: string }
  | { wait: 'reply' | 'delay' | 'call'; seconds?: number | undefined }
  | { end: 'abandoned' }
  | { fail: string }

/** Reaction of a step to an input. */
export interface Turn {
  send?: readonly Outgoing[]
  call?: Call
  set?: Record<string, string>
  offer?: readonly Choice[]
  move: Move
}

/** Type of a step: its configuration, and its reactions to inputs. */
export interface StepType<Config> {
  config: z.ZodType<Config>
  /** Outlets of the step, and outlets that need a connection to a step or to null. */
  outlets(config: NoInfer<Config>): { all: readonly string[]; required: readonly string[] }
  /** Texts that may contain placeholders. */
  templates(config: NoInfer<Config>): readonly string[]
  /** Names of the variables that the step sets. */
  sets?(config: NoInfer<Config>): readonly string[]
  /** Tells whether the step waits for a reply. A loop without such a step would never stop. */
  asks?(config: NoInfer<Config>, connected: ReadonlySet<string>): boolean
  /**
   * Finds the faults that the schema does not find, each with its path in the configuration. A version that was published earlier
   * may have such a fault, and runs all the same.
   */
  faults?(config: NoInfer<Config>): Interruptible<ErrorDetail[]>
  /** Adds the defaults that a new version of a flow stores. A version without them has the meaning of its time. */
  complete?(config: Readonly<Record<string, unknown>>): Record<string, unknown>
  /** Reacts to the arrival of a run. A step whose work grows with its configuration returns a computation in pieces. */
  enter(config: NoInfer<Config>, scene: Scene): Turn | Interruptible<Turn>
  /** Reacts to a reply. `choice` is the last offered choice that the reply selects. */
  reply?(config: NoInfer<Config>, scene: Scene, reply: Reply, choice: Choice | undefined): Turn
  timer?(config: NoInfer<Config>, scene: Scene): Turn
  answer?(config: NoInfer<Config>, scene: Scene, answer: Answer): Turn
}

/**
 * Type of a step that takes configurations as they are stored. `config` reads a stored configuration, in which unknown
 * names have no effect. `input` reads a configuration as a caller writes it: an unknown name is a fault, at every depth, and no default
 * is added.
 */
export type AnyStepType = Omit<StepType<unknown>, 'config'> & { config: z.ZodType; input: z.ZodType }

/** Defines a type of step. The engine parses a configuration before it calls the type. */
export function defineStep<Config>(stepType: StepType<Config>): AnyStepType {
  const { config } = stepType
  return { ...stepType, config: lenient(config), input: withoutDefaults(config) } as unknown as AnyStepType
}

/** Outlets of a step that always continues. */
export const ONE_OUTLET = { all: ['default'], required: [] }

/** Letters, digits and underscores of all scripts, as the inside of a character class. A published pattern has no `\p{L}`. */
const LETTERS =
  'A-Za-z_\\u00AA-\\u167F\\u1681-\\u1FFF\\u2C00-\\u2DFF\\u3005-\\uD7FF\\uF900-\\uFEFE\\uFF10-\\uFFDC'
const NAME = new RegExp(`^[\\p{L}${LETTERS}][\\p{L}\\p{N}${LETTERS}0-9]{0,63}$`, 'u')
const PUBLISHED_NAME = `[${LETTERS}][${LETTERS}0-9]{0,63}`
const NOT_FREE = ['now', ...RESERVED_NAMES].join('|')

const freeVariable = z
  .string()
  .regex(NAME, 'Use letters, digits and underscores, and do not begin with a digit')
  .refine((name) => name !== 'now' && name !== '__proto__', 'This name is reserved. Use another name')

/** Key of a map that is the name of a variable. */
export const variableKey = freeVariable.meta({
  pattern: `^${PUBLISHED_NAME}$`,
  not: { pattern: `^(?:${NOT_FREE})$` },
})

/**
 * Name of a variable that a customer sets, also as a placeholder: `{{answer}}` is `answer`. A name of the engine is not valid, except
 * `last_reply` and `last_text`.
 */
export const variableName = z
  .string()
  .transform(unbraced)
  .pipe(freeVariable)
  .meta({
    pattern: `^(?:${PUBLISHED_NAME}|\\{ *${PUBLISHED_NAME} *\\}|\\{\\{ *${PUBLISHED_NAME} *\\}\\})$`,
    not: { pattern: `^[{]{0,2} *(?:${NOT_FREE}) *[}]{0,2}$` },
  })

/** Returns the name in a text that is one placeholder, such as `{{last_reply}}` or `{last_reply}`, and any other text as it is. */
export function unbraced(text: string): string {
  const match = /^\{\{([^{}|]+)\}\}$|^\{([^{}|]+)\}$/.exec(text.trim())
  return (match?.[1] ?? match?.[2])?.trim() ?? text
}

/** Keywords of a published text that holds more than white space. */
export const FILLED = { pattern: VISIBLE.source }
/** Keywords of a published text that may be empty, and otherwise holds more than white space. */
export const EMPTY_OR_FILLED = { pattern: EMPTY_OR_VISIBLE.source }

/** Finds the texts of white space alone, by their paths. An empty text is a matter of the schema. */
export function blankFaults(texts: Readonly<Record<string, string | undefined>>): ErrorDetail[] {
  return Object.entries(texts)
    .filter(([, text = '']) => !EMPTY_OR_VISIBLE.test(text))
    .map(([path]) => ({ path, message: BLANK_MESSAGE }))
}
