import { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'
import type { Interruptible } from '../../budget/index.ts'
import type { Answer, Call, Choice, Outgoing, Reply } from '../run.ts'
import type { Values } from '../values.ts'

/** What a step sees of its run. */
export interface Scene {
  values: Values
  /** The outlets that somebody has connected. */
  connected: ReadonlySet<string>
}

/** Where a run goes from a step: out by an outlet, nowhere for a while, or to its end. */
export type Move =
  | { leave: string }
  | { wait: 'reply' | 'delay' | 'call'; seconds?: number | undefined }
  | { end: 'abandoned' }
  | { fail: string }

/** What a step does with what happens to it. */
export interface Turn {
  send?: Outgoing
  call?: Call
  set?: Record<string, string>
  offer?: readonly Choice[]
  move: Move
}

/** A kind of step: what configures it, and what it does when something happens to it. */
export interface Node<Config> {
  config: z.ZodType<Config>
  /** The outlets that it has, and which of them must lead somewhere: to a step, or by null to the end. */
  outlets(config: NoInfer<Config>): { all: readonly string[]; required: readonly string[] }
  /** Where `{{…}}` may stand. */
  templates(config: NoInfer<Config>): readonly string[]
  /** The variables that it sets. */
  sets?(config: NoInfer<Config>): readonly string[]
  /** Whether it waits for somebody: a loop without such a step would talk for ever. */
  asks?(config: NoInfer<Config>, connected: ReadonlySet<string>): boolean
  /** What the schema cannot say without compiling: each fault by its path in the configuration. */
  faults?(config: NoInfer<Config>): Interruptible<ErrorDetail[]>
  /** A step whose work grows with its configuration answers it in pieces. */
  enter(config: NoInfer<Config>, scene: Scene): Turn | Interruptible<Turn>
  /** `choice`: which of what was offered last the reply means. */
  reply?(config: NoInfer<Config>, scene: Scene, reply: Reply, choice: Choice | undefined): Turn
  timer?(config: NoInfer<Config>, scene: Scene): Turn
  answer?(config: NoInfer<Config>, scene: Scene, answer: Answer): Turn
}

/** A node behind its schema: it takes configurations as they were written. */
export type AnyNode = Omit<Node<unknown>, 'config'> & { config: z.ZodType }

/** Makes a node type. The engine parses a configuration before it hands it over. */
export function defineNode<Config>(node: Node<Config>): AnyNode {
  return node as unknown as AnyNode
}

/** The outlet of steps that have one. */
export const ONE_OUTLET = { all: ['default'], required: [] }

/** A variable's name as a customer may choose it; those of the engine's own hold a dot, or are refused by name. */
export const variableName = z
  .string()
  .regex(
    /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u,
    'A name is letters, digits and underscores, and begins with no digit',
  )
  .refine((name) => name !== 'now' && name !== '__proto__', 'This name is taken')
