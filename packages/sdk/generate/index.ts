import openapiTypescript, { astToString } from 'openapi-typescript'
import { emitResources } from './emitResources.ts'
import type { OpenApiDocument } from './openApiDocument.ts'

const NOTE = '// Generated from the OpenAPI document by `npm run openapi`. Do not edit.\n\n'

/**
 * Returns the generated files of the SDK for one OpenAPI document, by their names.
 * @param prefix prefix of the names of this document's files
 */
export async function generateSdk(document: object, prefix: '' | 'admin'): Promise<Record<string, string>> {
  const nameOf = (name: string) => `${prefix}${prefix ? name : name.toLowerCase()}.ts`
  return {
    [nameOf('Types')]:
      NOTE +
      astToString(
        await openapiTypescript(JSON.stringify(withoutFailures(document)), { defaultNonNullable: false }),
      ),
    [nameOf('Resources')]: NOTE + emitResources(document as OpenApiDocument, nameOf('Types')),
  }
}

/** Drops failures and headers of answers, which the transport knows, and examples, which are in the reference. */
function withoutFailures(document: object): object {
  const copy = JSON.parse(JSON.stringify(document, dropExamples)) as OpenApiDocument & {
    components: Record<string, unknown>
    webhooks?: object
  }
  const { schemas, parameters } = copy.components
  copy.components = { schemas, parameters }
  delete copy.webhooks
  for (const operation of Object.values(copy.paths).flatMap((operations) => Object.values(operations))) {
    const successes = Object.entries(operation.responses ?? {}).filter(([status]) => status.startsWith('2'))
    operation.responses = Object.fromEntries(
      successes.map(([status, { content, ...rest }]) => [
        status,
        { ...rest, headers: {}, ...(content && { content }) },
      ]),
    )
  }
  return copy
}

/** Replacer for `JSON.stringify`. A schema has its `example` beside its `description`. */
function dropExamples(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('description' in value)) return value
  const { example: _example, ...rest } = value as { example?: unknown }
  return typeof value.description === 'string' ? rest : value
}
