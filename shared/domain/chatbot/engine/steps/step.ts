import { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'
import { lenient } from '#shared/input/index.ts'
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
  send?: Outgoing
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
  /** Finds faults that are refused when the step is written, although its configuration may be incomplete. */
  written?(config: Readonly<Record<string, unknown>>): ErrorDetail[]
  /** Finds faults that need a compilation, each with its path in the configuration. */
  faults?(config: NoInfer<Config>): Interruptible<ErrorDetail[]>
  /** Reacts to the arrival of a run. A step whose work grows with its configuration returns a computation in pieces. */
  enter(config: NoInfer<Config>, scene: Scene): Turn | Interruptible<Turn>
  /** Reacts to a reply. `choice` is the last offered choice that the reply selects. */
  reply?(config: NoInfer<Config>, scene: Scene, reply: Reply, choice: Choice | undefined): Turn
  timer?(config: NoInfer<Config>, scene: Scene): Turn
  answer?(config: NoInfer<Config>, scene: Scene, answer: Answer): Turn
}

/**
 * Type of a step that takes configurations as they are stored. `config` reads a stored configuration, in which unknown
 * names have no effect. `input` knows all names of a configuration, at every depth.
 */
export type AnyStepType = Omit<StepType<unknown>, 'config'> & { config: z.ZodType; input: z.ZodType }

/** Defines a type of step. The engine parses a configuration before it calls the type. */
export function defineStep<Config>(stepType: StepType<Config>): AnyStepType {
  const { config } = stepType
  return { ...stepType, config: lenient(config), input: config } as unknown as AnyStepType
}

/** Outlets of a step that always continues. */
export const ONE_OUTLET = { all: ['default'], required: [] }

/** Name of a variable that a customer sets. A name of the engine is not valid, except `last_reply` and `last_text`. */
export const variableName = z
  .string()
  .regex(
    /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u,
    'Use letters, digits and underscores, and do not begin with a digit',
  )
  .refine((name) => name !== 'now' && name !== '__proto__', 'This name is reserved. Use another name')
