import { ERROR_STATUS, type ErrorCode } from '#shared/errors/index.ts'
import type { Declaration, Modules } from './modules.ts'

/** Functions that make a route of a definition: their own errors belong to every route. */
const FRAME = ['defineRoute', 'defineAdminRoute', 'makeRoute']
/** Functions that handle the errors of the functions that they call, with the codes that they let pass. */
const HANDLED: Record<string, readonly ErrorCode[]> = {
  // A fault of an effect ends the conversation with an error, and is no error of the caller.
  performEffect: [],
  // The app of a caller exists.
  assertBelowCapWithin: ['LIMIT_EXCEEDED'],
}

/**
 * Finds the codes of the errors that a declaration can raise. The search follows the code that the declaration uses, and collects the
 * error classes of which this code makes an object. The result can contain codes that never occur together.
 */
export function raisedBy(modules: Modules, declaration: Declaration): Set<ErrorCode> {
  const codes = new Set<ErrorCode>()
  const reached = new Set([declaration])
  for (const one of reached) {
    for (const code of HANDLED[one.name] ?? madeBy(modules, one)) codes.add(code)
    for (const used of one.name in HANDLED ? [] : usedBy(modules, one)) reached.add(used)
  }
  return codes
}

/** Returns the codes of the errors of which the code of a declaration makes an object. */
function madeBy(modules: Modules, { file, makes }: Declaration): ErrorCode[] {
  return [...makes].flatMap((name) => codeOf(modules, modules.find(file, name)) ?? [])
}

/** Returns the functions and classes that a declaration uses, without error classes. */
function usedBy(modules: Modules, { file, uses }: Declaration): Declaration[] {
  const used = [...uses].flatMap((name) => modules.find(file, name) ?? [])
  return used.filter((one) => !FRAME.includes(one.name) && codeOf(modules, one) === undefined)
}

/** Returns the code of an error class. Returns undefined for other declarations. */
function codeOf(modules: Modules, declaration: Declaration | undefined): ErrorCode | undefined {
  if (declaration?.base === undefined) return undefined
  const { firstFact, file, base } = declaration
  if (firstFact !== undefined && firstFact in ERROR_STATUS) return firstFact as ErrorCode
  return codeOf(modules, modules.find(file, base))
}
