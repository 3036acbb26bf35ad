import { z } from 'zod'

/**
 * Returns the schema that reads stored data: each object of the schema drops unknown names. A value that was stored before its schema
 * became strict stays readable.
 */
export function lenient<Schema extends z.ZodType>(schema: Schema): Schema {
  return rebuild(schema, (inner) =>
    inner instanceof z.ZodObject ? inner.clone({ ...inner.def, catchall: undefined }) : inner,
  )
}

/**
 * Returns the schema that checks an input and leaves out absent fields: no default is added. The published schema keeps the default.
 */
export function withoutDefaults<Schema extends z.ZodType>(schema: Schema): Schema {
  return rebuild(schema, (inner) =>
    inner instanceof z.ZodDefault
      ? (inner.def.innerType as z.ZodType)
          .optional()
          // Zod publishes no `default` beside a transformation, so that the reference reads `publishedDefault`.
          .meta({
            ...inner.meta(),
            default: inner.def.defaultValue,
            publishedDefault: inner.def.defaultValue,
          })
      : inner,
  )
}

/** Applies a change to a schema and to all schemas inside, the innermost first. */
function rebuild<Schema extends z.ZodType>(schema: Schema, change: (inner: z.ZodType) => z.ZodType): Schema {
  const inside = (inner: unknown) => rebuild(inner as z.ZodType, change)
  return change(withInside(schema, inside)) as Schema
}

function withInside(schema: z.ZodType, inside: (inner: unknown) => z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => [name, inside(field)]),
    )
    return copyOf(schema, { ...schema.def, shape })
  }
  if (schema instanceof z.ZodArray)
    return copyOf(schema, { ...schema.def, element: inside(schema.def.element) })
  if (schema instanceof z.ZodRecord)
    return copyOf(schema, { ...schema.def, valueType: inside(schema.def.valueType) })
  if (schema instanceof z.ZodUnion)
    return copyOf(schema, { ...schema.def, options: schema.def.options.map(inside) })
  if (schema instanceof z.ZodPipe) return copyOf(schema, { ...schema.def, in: inside(schema.def.in) })
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return copyOf(schema, { ...schema.def, innerType: inside(schema.def.innerType) })
  return schema
}

/** Copies a schema with its description and example. */
function copyOf(schema: z.ZodType, def: object): z.ZodType {
  const copy = schema.clone(def as never)
  const meta = schema.meta()
  return meta === undefined ? copy : copy.meta(meta)
}
