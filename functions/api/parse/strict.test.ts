import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { adminRoutes } from '../admin/routes/index.ts'
import type { Route } from '../route.ts'
import { allRoutes } from '../routes/index.ts'

/** Maps whose names the caller chooses. Add a map here only if its names are data of the caller. */
const MAPS = [
  /\bvariables$/,
  /\bconnections$/,
  // Own headers of the posts of a webhook.
  /\/webhooks(\/\{id\})? body\.headers$/,
  // Answers of servers in a simulation, by the id of the step.
  /\/simulate body\.webhooks$/,
  // The type of the stored step or flow decides, so that the verb checks the names.
  /\/steps\/\{stepId\} body\.config$/,
  /\/flows\/\{flowId\} body\.triggerValue$/,
]

type Part = [name: string, schema: z.core.$ZodType]

/** Returns the schemas that read the input of a route, by the name of the part. */
function inputsOf(route: Route): Part[] {
  const { path, params, query, body } = route.describe()
  return Object.entries({ params, query, body }).flatMap(([part, schema]): Part[] =>
    schema ? [[`${path} ${part}`, schema]] : [],
  )
}

/** Finds the objects that accept unknown names, and the maps. */
function* openObjects([path, schema]: Part): Generator<string> {
  if (schema instanceof z.ZodObject && !(schema.def.catchall instanceof z.ZodNever)) yield path
  if (schema instanceof z.ZodRecord && !MAPS.some((map) => map.test(path))) yield `${path} (map)`
  if (schema instanceof z.ZodAny || schema instanceof z.ZodCustom) yield `${path} (anything)`
  for (const part of partsOf(path, schema)) yield* openObjects(part)
}

function partsOf(path: string, schema: z.core.$ZodType): Part[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).map(([name, field]) => [`${path}.${name}`, field as z.ZodType])
  if (schema instanceof z.ZodRecord) return [[`${path}.*`, schema.def.valueType]]
  if (schema instanceof z.ZodUnion) return schema.def.options.map((option) => [path, option])
  if (schema instanceof z.ZodArray) return [[`${path}.0`, schema.def.element]]
  if (schema instanceof z.ZodPipe) return [[path, schema.def.in]]
  return 'innerType' in schema._zod.def ? [[path, schema._zod.def.innerType as z.ZodType]] : []
}

describe('each route', () => {
  it('reads strict objects and deliberate maps only, in each part of a request', async () => {
    const inputs = [...(await allRoutes()), ...adminRoutes].flatMap(inputsOf)
    expect(inputs.length).toBeGreaterThan(100)
    expect(inputs.flatMap((part) => [...openObjects(part)])).toEqual([])
  })

  it('is guarded by a walk that finds an open object inside of unions, lists and defaults', () => {
    const open = z.object({ a: z.string() })
    const schema = z.strictObject({
      list: z.array(z.union([z.string(), open])).default([]),
      map: z.record(z.string(), z.string()).optional(),
      piped: open.transform(String).nullable(),
    })
    expect([...openObjects(['body', schema])]).toEqual(['body.list.0', 'body.map (map)', 'body.piped'])
  })
})
