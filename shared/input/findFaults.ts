import type { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'
import { nearestName } from './nearestName.ts'
import { quoteOf } from './quoteOf.ts'
import { chosenTypeOf } from './unionByType.ts'

/** One more than an answer shows, so that the answer can say that its list is incomplete. */
const MAX_FAULTS = 51

type Issue = z.core.$ZodIssue

/** Fault of an input. `isUnknown`: the schema does not know the name of the field. */
interface Fault extends ErrorDetail {
  isUnknown: boolean
}

/**
 * Schemas that met unknown names, by the list of the names. Only the error map of a parse sees the schema. A union has
 * one list for each branch.
 */
type StrictSchemas = WeakMap<readonly string[], z.ZodObject>

/** Output of a schema, or the first 51 faults of the input. */
export type Read<Output> = { data: Output } | { faults: ErrorDetail[] }

/** Tells whether a fault quotes the written value. A secret is never quoted. */
export type IsQuoted = (path: readonly PropertyKey[]) => boolean

/**
 * Parses an input, and describes each fault by its path and by the change that the caller should make.
 * @param isQuoted selects the faults that quote the written value; none by default
 */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  isQuoted: IsQuoted = () => false,
): Read<z.output<Schema>> {
  const { data, issues, strict } = parse(schema, value)
  if (issues === undefined) return { data: data as z.output<Schema> }
  const faults: ErrorDetail[] = []
  for (const { path, message } of faultsOf(issues, [], strict, isQuoted)) {
    faults.push({ path, message })
    if (faults.length === MAX_FAULTS) break
  }
  return { faults }
}

/** Finds the names in an input that a strict schema does not know, at every depth. Ignores all other faults. */
export function findUnknownNames(schema: z.ZodType, value: unknown): ErrorDetail[] {
  const { issues = [], strict } = parse(schema, value)
  return [...faultsOf(issues, [], strict, () => false)]
    .filter(({ isUnknown }) => isUnknown)
    .map(({ path, message }) => ({ path, message }))
}

function parse(schema: z.ZodType, value: unknown) {
  const strict: StrictSchemas = new WeakMap()
  const { data, error } = schema.safeParse(value, {
    reportInput: true,
    error(issue) {
      if (issue.code === 'unrecognized_keys') strict.set(issue.keys as string[], issue.inst as z.ZodObject)
      return undefined
    },
  })
  return { data, issues: error?.issues, strict }
}

function* faultsOf(
  issues: readonly Issue[],
  above: readonly PropertyKey[],
  strict: StrictSchemas,
  isQuoted: IsQuoted,
): Generator<Fault> {
  for (const issue of issues) {
    const at = [...above, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      const schema = strict.get(issue.keys)
      for (const key of issue.keys)
        yield { path: toPath([...at, key]), message: unknownMessage(key, schema), isUnknown: true }
    } else if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = nearestBranch(issue.errors)
      if (nearest) yield* faultsOf(nearest, at, strict, isQuoted)
      else yield { path: toPath(at), message: issue.message, isUnknown: false }
    } else {
      yield { path: toPath(at), message: messageOf(issue) + quoteAt(at, issue, isQuoted), isUnknown: false }
    }
  }
}

function quoteAt(path: readonly PropertyKey[], { input }: Issue, isQuoted: IsQuoted): string {
  return isQuoted(path) ? quoteOf(input) : ''
}

function toPath(keys: readonly PropertyKey[]): string {
  return keys.map(String).join('.')
}

function unknownMessage(name: string, schema: z.ZodObject | undefined): string {
  const chosen = schema && chosenTypeOf(schema)
  if (chosen?.otherFields.has(name))
    return `has no effect with ${chosen.field} ${chosen.type}; remove the field`
  const nearest = nearestName(name, Object.keys(schema?.shape ?? {}))
  return nearest === undefined ? 'unknown; remove the field' : `unknown; did you mean ${nearest}?`
}

/**
 * Returns the issues of the branch that the caller probably means: a branch of the right JSON type with the fewest issues.
 * Returns undefined if no branch takes the JSON type of the input.
 */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => !issues.some(isWrongType))
  return fitting.toSorted((one, other) => one.length - other.length)[0]
}

function isWrongType({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'Required'
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  if (issue.code === 'invalid_union' && 'options' in issue) return typesMessage(issue.options)
  return issue.message
}

/** Names the types of a body, if the chosen type does not exist. */
function typesMessage(types: unknown): string {
  return `Give one of: ${(types as unknown[]).filter((type) => type !== undefined).join(', ')}`
}
