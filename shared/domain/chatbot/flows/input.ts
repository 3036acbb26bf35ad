import { z } from 'zod'
import { TRIGGER_TYPES, type TriggerType, triggerTypeSchema } from '#shared/contracts/chatbot.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import {
  emptyOrFilledText,
  filledName,
  freeName,
  spelled,
  spelledType,
  unionByType,
} from '#shared/input/index.ts'
import type { Context } from '../../context.ts'
import { STEP_NAMES, type StepName } from '../engine/index.ts'
import { keywordFaults, parseTrigger, TRIGGER_INPUTS } from '../triggers/index.ts'
import { checked } from './checked.ts'
import { below, readPart } from './details.ts'
import { configInput } from './stepConfig.ts'
import { stepTypeSchema } from './view.ts'

const MAX_CONFIG_CHARACTERS = 50_000
/** The rule of `limited`, for the reference. */
const LIMIT = `At most ${MAX_CONFIG_CHARACTERS} characters of JSON`
/**
 * Limit of connections of a step. Ten buttons, the default and the time-out are twelve. An editor may keep
 * connections after a change of the type.
 */
const MAX_CONNECTIONS = 30

/** Adds a limit of characters to the schema of a part of a flow. */
const limited = (schema: z.ZodType<Record<string, unknown>>) =>
  schema.refine(
    (value) => JSON.stringify(value).length <= MAX_CONFIG_CHARACTERS,
    `Give at most ${MAX_CONFIG_CHARACTERS} characters of JSON`,
  )

export const flowName = filledName(100).meta({
  description: 'Name of the flow (1-100 characters)',
  example: 'Welcome Bot',
})

const flowFields = {
  name: flowName,
  triggerType: spelled(triggerTypeSchema, TRIGGER_TYPES),
  sessionId: z
    .string()
    .min(1)
    .nullable()
    .meta({ description: 'WhatsApp session ID (required to publish)', example: 'YoNofiM9vtHy' }),
  enabled: z.boolean().meta({
    description: 'False if the flow begins no conversation; live conversations continue',
    example: true,
  }),
}

const TRIGGER_EXAMPLES = {
  keyword: { keywords: ['hello', 'hi', 'merhaba'], matchType: 'contains' },
  first_contact: { groups: false },
  schedule: {
    timezone: 'Europe/Istanbul',
    windows: [{ days: ['mon', 'tue'], from: '09:00', to: '18:00' }],
    when: 'outside',
  },
} as const satisfies Record<TriggerType, object>

/** Forms of `triggerValue`, which `triggerType` selects. */
const TRIGGER_FORMS = {
  keyword: TRIGGER_INPUTS.keyword.meta({
    id: 'KeywordTrigger',
    description: `Trigger config of the type \`keyword\`. ${LIMIT}`,
    example: TRIGGER_EXAMPLES.keyword,
  }),
  first_contact: TRIGGER_INPUTS.first_contact.meta({
    id: 'FirstContactTrigger',
    description: `Trigger config of the type \`first_contact\`. ${LIMIT}`,
    example: TRIGGER_EXAMPLES.first_contact,
  }),
  schedule: TRIGGER_INPUTS.schedule.meta({
    id: 'ScheduleTrigger',
    description: `Trigger config of the type \`schedule\`. ${LIMIT}`,
    example: TRIGGER_EXAMPLES.schedule,
  }),
} as const satisfies Record<TriggerType, z.ZodType>

/** The published form of a trigger in an update. The type of the stored flow decides, so that the verb checks the form. */
export const triggerForms = z
  .union([TRIGGER_FORMS.keyword, TRIGGER_FORMS.first_contact, TRIGGER_FORMS.schedule])
  .meta({
    id: 'TriggerConfig',
    description: 'Trigger config of one of the types',
    example: TRIGGER_EXAMPLES.keyword,
  })

/** Returns the schema of a new flow with a type of trigger. */
function newFlow<Type extends TriggerType>(type: Type) {
  return z.strictObject({
    appId: z.string().min(1).optional().meta({
      description: 'ID of the app of your key, which is the default. GET /me answers the ID',
      example: 'app_4fG7hJ2kL9mNpQrSt5vW',
    }),
    name: flowFields.name,
    triggerType: z.literal(type).meta({ description: 'Type of the trigger, in any case', example: type }),
    triggerValue: limited(TRIGGER_FORMS[type]).default({}).meta({
      description:
        'Trigger config (keywords, matchType, schedule times). Publishing requires the missing parts',
      example: TRIGGER_EXAMPLES[type],
      publishedDefault: {},
    }),
    sessionId: flowFields.sessionId.optional(),
    enabled: flowFields.enabled.default(true),
  })
}

/** Input for a new flow. */
export const flowInput = spelledType(
  unionByType('triggerType', [newFlow('keyword'), newFlow('first_contact'), newFlow('schedule')]),
  'triggerType',
  TRIGGER_TYPES,
)
export type FlowInput = z.output<typeof flowInput>

/** Input for an update. An absent field stays as it is. */
export const flowPatch = z
  .strictObject({
    name: flowFields.name,
    triggerType: flowFields.triggerType,
    triggerValue: limited(z.record(z.string(), z.unknown())).meta({
      publishedAs: 'TriggerConfig',
      description:
        'Trigger config of the type that the flow has after the update. Replaces the stored config as a whole',
      example: TRIGGER_EXAMPLES.keyword,
    }),
    sessionId: flowFields.sessionId,
    enabled: flowFields.enabled,
    startStepId: z
      .string()
      .min(1)
      .nullable()
      .transform((stepId) => stepId ?? undefined)
      .meta({
        description:
          'First step of a conversation. Default: the step that was added first. A null, which GET shows for a flow without steps, ' +
          'changes nothing',
        example: 'stp_4fG7hJ2kL9mNpQrSt5vW',
      }),
  })
  .partial()
export type FlowPatch = z.output<typeof flowPatch>

const connections = z
  .record(freeName(z.string().max(64)), z.string().min(1).nullable())
  .refine(
    (given) => Object.keys(given).length <= MAX_CONNECTIONS,
    `A step has at most ${MAX_CONNECTIONS} connections`,
  )
  .meta({
    maxProperties: MAX_CONNECTIONS,
    description: 'Target step of each outlet, a step of the same flow; null ends the conversation',
    example: {},
  })

const position = z
  .strictObject({
    x: z.number().min(-1e6).max(1e6).meta({ description: 'Distance from the left', example: 120 }),
    y: z.number().min(-1e6).max(1e6).meta({ description: 'Distance from the top', example: 80 }),
  })
  .meta({ id: 'StepPositionInput', description: 'Position in an editor', example: { x: 120, y: 80 } })

const stepName = emptyOrFilledText(100).trim().nullable().meta({
  description: 'Name in an editor; null if there is none',
  example: 'Greeting',
})

const STEP_EXAMPLES = {
  send_text: { message: 'Hello {{contact.name|there}}!' },
  send_image: { url: 'https://example.com/photo.jpg', caption: 'The new store' },
  send_buttons: { message: 'How can we help?', buttons: [{ id: 'orders', label: 'My orders' }] },
  wait_reply: { timeout: 3600, timeoutAction: 'end', variable: 'answer' },
  condition: { rules: [{ variable: 'last_reply', operator: 'equals', value: 'orders' }], logic: 'and' },
  delay: { seconds: 60 },
  webhook: { url: 'https://example.com/orders', method: 'GET', variables: { order: 'data.id' } },
  set_variable: { name: 'language', value: 'tr' },
} as const satisfies Record<StepName, object>

/** Returns the published form of the configuration of a type. */
const configForm = (type: StepName, id: string) =>
  limited(configInput(type)).meta({
    ...{ id, description: `Configuration of the type \`${type}\`. ${LIMIT}`, example: STEP_EXAMPLES[type] },
  })

/** Forms of `config`, which `type` selects. */
const CONFIG_FORMS = {
  send_text: configForm('send_text', 'SendTextConfig'),
  send_image: configForm('send_image', 'SendImageConfig'),
  send_buttons: configForm('send_buttons', 'SendButtonsConfig'),
  wait_reply: configForm('wait_reply', 'WaitReplyConfig'),
  condition: configForm('condition', 'ConditionConfig'),
  delay: configForm('delay', 'DelayConfig'),
  webhook: configForm('webhook', 'WebhookConfig'),
  set_variable: configForm('set_variable', 'SetVariableConfig'),
} as const satisfies Record<StepName, z.ZodType>

/** The published form of a configuration in an update. The type of the stored step decides, so that the verb checks the form. */
export const configForms = z.union(Object.values(CONFIG_FORMS)).meta({
  id: 'StepConfig',
  description: 'Configuration of one of the types of steps',
  example: STEP_EXAMPLES.send_text,
})

/** Returns the schema of a new step of a type. */
function newStep<Type extends StepName>(type: Type) {
  const config: z.ZodType<Record<string, unknown>> = CONFIG_FORMS[type]
  const isOptional = config.safeParse({}).success
  return z.strictObject({
    type: z.literal(type).meta({ description: 'Type of the step, in any case', example: type }),
    name: stepName.default(null),
    // A type without required fields needs no configuration.
    config: isOptional ? config.default({}).meta({ publishedDefault: {} }) : config,
    connections: connections.default({}),
    position: position.default({ x: 0, y: 0 }),
  })
}

/** Input for a new step. */
export const stepInput = spelledType(
  unionByType('type', [
    newStep('send_text'),
    newStep('send_image'),
    newStep('send_buttons'),
    newStep('wait_reply'),
    newStep('condition'),
    newStep('delay'),
    newStep('webhook'),
    newStep('set_variable'),
  ]),
  'type',
  STEP_NAMES,
)
export type StepInput = z.output<typeof stepInput>

/** Input for an update. An absent field stays as it is. */
export const stepPatch = z
  .strictObject({
    type: spelled(stepTypeSchema, STEP_NAMES),
    name: stepName,
    config: limited(z.record(z.string(), z.unknown())).meta({
      publishedAs: 'StepConfig',
      description:
        'Configuration of the type that the step has after the update. Replaces the stored configuration as a whole',
      example: STEP_EXAMPLES.send_text,
    }),
    connections,
    position,
  })
  .partial()
export type StepPatch = z.output<typeof stepPatch>

/** Positions and connections of several steps. */
export const arrangement = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        id: z.string().min(1).meta({ description: 'Step ID', example: 'stp_4fG7hJ2kL9mNpQrSt5vW' }),
        position: position.optional(),
        connections: connections.optional(),
      }),
    )
    .max(500)
    .meta({
      description: 'Steps to change. Other steps stay as they are',
      example: [{ id: 'stp_4fG7hJ2kL9mNpQrSt5vW', position: { x: 120, y: 80 } }],
    }),
})
export type Arrangement = z.output<typeof arrangement>

/**
 * Checks that the given parts of a trigger fit its type, and that its patterns are valid.
 * @throws ValidationFailed
 */
export async function assertTrigger({
  ctx,
  input: { type, value },
}: {
  ctx: Pick<Context, 'cpuMeter'>
  input: { type: TriggerType; value: Record<string, unknown> }
}): Promise<void> {
  readTrigger(type, value)
  const faults = await checked({
    ctx,
    input: { path: 'triggerValue', check: keywordFaults(parseTrigger(type, value)) },
  })
  const details = faults.map(({ path, message }) => ({ path: `triggerValue.${path}`, message }))
  if (details.length > 0) throw new ValidationFailed({ details })
}

/**
 * Reads the given parts of a trigger, without a look at its patterns. Returns the parts, with each word and time in its listed form.
 * @throws ValidationFailed if a part does not fit the type
 */
export function readTrigger(type: TriggerType, value: Record<string, unknown>): Record<string, unknown> {
  const read = readPart(TRIGGER_INPUTS[type], value)
  if ('data' in read) return read.data
  throw new ValidationFailed({ details: below('triggerValue', read.faults) })
}
