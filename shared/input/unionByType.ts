import { z } from 'zod'

/** Field that selects a type, the selected type, and the fields of the other types. */
export interface ChosenType {
  field: string
  type: string
  otherFields: ReadonlySet<string>
}

/** The chosen type of each branch of a union, so that a fault can name the type that ignores a field. */
const chosenTypes = new WeakMap<object, ChosenType>()

/** Returns the chosen type of a union's branch; undefined for other schemas. */
export function chosenTypeOf(branch: object): ChosenType | undefined {
  return chosenTypes.get(branch)
}

/**
 * Joins the strict schemas of a body's types. A field of another type is a fault that names the chosen type.
 * @param field the field that selects the type, a literal in each branch
 */
export function unionByType<const Branches extends readonly [z.ZodObject, ...z.ZodObject[]]>(
  field: string,
  branches: Branches,
) {
  const names = new Set(branches.flatMap((branch) => Object.keys(branch.shape)))
  for (const branch of branches) {
    const [type] = (branch.shape[field] as z.ZodType)._zod.values ?? []
    const own = Object.keys(branch.shape)
    const otherFields = new Set([...names].filter((name) => !own.includes(name)))
    chosenTypes.set(branch, { field, type: String(type), otherFields })
  }
  return z.discriminatedUnion(
    field,
    branches as unknown as Parameters<typeof z.discriminatedUnion>[1],
  ) as unknown as z.ZodDiscriminatedUnion<Branches>
}
