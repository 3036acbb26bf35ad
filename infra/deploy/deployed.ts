import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation'
import { z } from 'zod'
import type { GivenSettings } from '../settingsFile.ts'

/** Key of the template's metadata that holds the settings of the deploy. */
export const SETTINGS_KEY = 'VesperSettings'

const templateSchema = z.looseObject({
  Metadata: z.looseObject({ [SETTINGS_KEY]: z.record(z.string(), z.unknown()).optional() }).optional(),
  Resources: z.record(z.string(), z.unknown()).default({}),
})
export type StackTemplate = z.output<typeof templateSchema>

/**
 * Reads the template of a deployed stack.
 * @returns null if the stack does not exist
 */
export async function readDeployed(
  client: CloudFormationClient,
  stack: string,
): Promise<StackTemplate | null> {
  try {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stack }))
    return parseTemplate(TemplateBody ?? '{}')
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'ValidationError' && /does not exist/.test(message)) return null
    throw error
  }
}

/** @throws SyntaxError or ZodError for text that is no template in JSON */
export function parseTemplate(text: string): StackTemplate {
  return templateSchema.parse(JSON.parse(text))
}

/** Returns the settings of the deploy that wrote a template; null for a template of an earlier version. */
export function settingsOf(template: StackTemplate): GivenSettings | null {
  return template.Metadata?.[SETTINGS_KEY] ?? null
}
