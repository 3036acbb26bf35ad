import { composeExample, composeRequest } from './composeExample.ts'
import { COMPONENTS, type Converted, type JsonSchema } from './convertSchemas.ts'
import type { DescribedRoute } from './described.ts'
import { pascalCase } from './names.ts'

/** Looks up the schemas of a route, and adds the body and the answer to the components. */
export function schemasOf(
  route: DescribedRoute,
  { input, output }: Converted,
  components: Record<string, JsonSchema>,
) {
  const { id, example } = route
  const body = input[`${id}.body`]
  const words = { description: `Body of \`${id}\``, ...(example !== undefined && { example }) }
  const answer = output[`${id}.answer`] ?? {}
  return {
    params: input[`${id}.params`],
    query: input[`${id}.query`],
    headers: input[`${id}.headers`],
    body:
      body &&
      asComponent(`${pascalCase(id)}Body`, components, { ...words, ...nameBranches(id, body, components) }),
    answer: route.only
      ? answer
      : asComponent(answerName(route, answer), components, {
          ...answer,
          example: composeExample(answer, components),
        }),
  }
}

/** Returns the name of an answer's component: `SessionAnswer`, `SessionPage`, or the operation's name for other data. */
function answerName({ id, list }: DescribedRoute, answer: JsonSchema): string {
  const { data } = answer.properties as { data: JsonSchema }
  const items = data.items as JsonSchema | undefined
  const name = nameIn(list ? items : data)
  if (list) return `${name ?? pascalCase(id)}Page`
  const listed = nameIn(items)
  return listed ? `${listed}ListAnswer` : `${name ?? pascalCase(id)}Answer`
}

/** Returns the name of a component, for a schema that is only a reference. */
function nameIn(schema: JsonSchema | undefined): string | undefined {
  const { $ref, ...others } = schema ?? {}
  return typeof $ref === 'string' && Object.keys(others).length === 0
    ? $ref.slice(COMPONENTS.length)
    : undefined
}

/** Moves the branches of a body that depends on a type into components, such as `CampaignsCreateImageBody`. */
function nameBranches(id: string, body: JsonSchema, components: Record<string, JsonSchema>): JsonSchema {
  const branches = body.oneOf as JsonSchema[] | undefined
  if (!branches?.every(({ properties }) => properties)) return body
  const oneOf = branches.map((branch) => {
    const fields = Object.values(branch.properties as Record<string, JsonSchema>)
    const type = String(fields.find((field) => field.const !== undefined)?.const)
    const words = {
      description: `Body of \`${id}\` for the type \`${type}\``,
      example: composeRequest(branch, components),
    }
    return asComponent(`${pascalCase(id)}${pascalCase(type)}Body`, components, { ...words, ...branch })
  })
  return { ...body, oneOf }
}

/** Adds a schema to the components under a name, unless the schema refers to a component already. Returns the reference. */
function asComponent(
  name: string,
  components: Record<string, JsonSchema>,
  { description, example, ...schema }: JsonSchema,
): JsonSchema {
  if (nameIn(schema)) return schema
  components[name] = { ...schema, description, example }
  return { $ref: `${COMPONENTS}${name}` }
}
