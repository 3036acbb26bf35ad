import { z } from 'zod'

type Json = Record<string, unknown>

/**
 * Drops the fields of an update that the answer shows and the update cannot change, such as `id` and `createdAt`. A caller can
 * then get a resource, edit it, and send it back whole. A number that the answer shows counts as shown if the update takes
 * another JSON type. For example, a list shows `recipients` as a number.
 * @param shown schema of the resource's answer
 */
export function dropShownFields(value: unknown, shown: z.ZodType, taken: z.ZodType): unknown {
  if (Array.isArray(value)) {
    if (!(shown instanceof z.ZodArray && taken instanceof z.ZodArray)) return value
    const [inShown, inTaken] = [inside(shown.element), inside(taken.element)]
    return value.map((item) => dropShownFields(item, inShown, inTaken))
  }
  if (!isObject(value) || !(shown instanceof z.ZodObject && taken instanceof z.ZodObject)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, field]) => !isShownOnly(field, fieldOf(shown, name), fieldOf(taken, name)))
      .map(([name, field]) => {
        const [inShown, inTaken] = [fieldOf(shown, name), fieldOf(taken, name)]
        return [name, inShown && inTaken ? dropShownFields(field, inside(inShown), inside(inTaken)) : field]
      }),
  )
}

function isShownOnly(value: unknown, shown: z.ZodType | undefined, taken: z.ZodType | undefined): boolean {
  if (shown === undefined) return false
  if (taken === undefined) return true
  if (typeof value !== 'number') return false
  const { error } = taken.safeParse(value)
  const isOtherType = error?.issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0)
  return isOtherType === true && shown.safeParse(value).success
}

/** Returns the schema of a field. A name such as `constructor` is no field. */
function fieldOf({ shape }: z.ZodObject, name: string): z.ZodType | undefined {
  return Object.hasOwn(shape, name) ? (shape[name] as z.ZodType) : undefined
}

/** Returns the schema of an object or a list inside of defaults and options. */
function inside(schema: unknown): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? inside(schema.def.innerType)
    : (schema as z.ZodType)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}
