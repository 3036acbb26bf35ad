import { z } from 'zod'
import { cutText } from '#shared/cutText.ts'
import type { ErrorDetail } from '#shared/errors/index.ts'
import { anySpelling, RESERVED_NAMES, word } from '#shared/input/index.ts'
import { numbered } from '../choices.ts'
import { MAX_TEXT } from '../limits.ts'
import type { Outgoing } from '../run.ts'
import { say, type Values } from '../values.ts'
import { blankFaults, defineStep, FILLED, type Turn } from './step.ts'
import { onTimeout, timeoutFields, timeoutOutlets } from './timeout.ts'

const RESERVED = ['default', 'timeout', 'error', 'true', 'false']
const MAX_BUTTONS = 10
const FORMATS = ['list', 'text', 'both'] as const
/** Label of the button that opens a list, if the step gives none. */
const LIST_LABEL = 'Choose'
const MAX_LIST_LABEL = 20

const buttonSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'Use at most 64 letters, digits, _ and -')
    .refine((id) => !RESERVED.includes(id), `Use an id other than ${RESERVED.join(', ')}`)
    .meta({
      description: 'ID of the button, which is also its outlet',
      example: 'orders',
      not: { enum: [...RESERVED, ...RESERVED_NAMES] },
    }),
  label: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'Text of the button', example: 'My orders', ...FILLED }),
})

const configSchema = z
  .strictObject({
    message: z
      .string()
      .min(1)
      .max(MAX_TEXT)
      .meta({
        description: 'Text above the buttons, with variables',
        example: 'How can we help?',
        ...FILLED,
      }),
    buttons: z
      .array(buttonSchema)
      .min(1)
      .max(MAX_BUTTONS)
      .superRefine((buttons, { addIssue }) => {
        const message = 'Give each button an id of its own'
        for (const [index, { id }] of buttons.entries())
          if (buttons.findIndex((earlier) => earlier.id === id) < index)
            addIssue({ code: 'custom', message, path: [index, 'id'], input: id })
      })
      .meta({
        description: 'Buttons, each with an id of its own, 10 at most',
        example: [{ id: 'orders', label: 'My orders' }],
      }),
    format: word(FORMATS)
      .optional()
      .meta({
        description:
          '`list`: a WhatsApp list, whose text carries the numbered buttons. `text`: the numbered text only. `both`: the numbered text, then ' +
          'the list. In any case',
        example: 'list',
        publishedDefault: 'list',
      }),
    list: z
      .string()
      .min(1)
      .max(MAX_LIST_LABEL)
      .optional()
      .meta({
        description: `Label of the button that opens the list. Default: \`${LIST_LABEL}\`. Not with the format \`text\``,
        example: LIST_LABEL,
        ...FILLED,
      }),
    ...timeoutFields,
  })
  .meta({
    not: {
      properties: { format: { pattern: `^${anySpelling('text')}$` }, list: {} },
      required: ['format', 'list'],
    },
  })
type Config = z.output<typeof configSchema>

/**
 * Tells whether the step waits for a reply. If no button has a connection, the step only offers, and a later step
 * asks.
 */
const branches = ({ buttons }: Config, connected: ReadonlySet<string>) =>
  buttons.some(({ id }) => connected.has(id))

export const sendButtons = defineStep({
  config: configSchema,
  outlets: (config) => {
    const timeout = timeoutOutlets(config)
    const ids = config.buttons.map(({ id }) => id)
    return { all: ['default', ...ids, ...timeout.all], required: timeout.required }
  },
  templates: ({ message, buttons, list = '' }) => [message, list, ...buttons.map(({ label }) => label)],
  *faults(config) {
    yield
    return faultsOf(config)
  },
  complete: (config) => ({ format: 'list', ...config }),
  asks: branches,
  enter: (config, { values, connected }) => {
    const asks = branches(config, connected)
    const move = asks ? ({ wait: 'reply', seconds: config.timeout } as const) : { leave: 'default' }
    return { ...offer(config, values), move }
  },
  reply: (config, { values, connected }, _, choice) => {
    if (choice && connected.has(choice.id)) return { move: { leave: choice.id } }
    if (choice || connected.has('default')) return { move: { leave: 'default' } }
    // The reply selects no button, and the default outlet has no connection, so the step asks again.
    return { ...offer(config, values), move: { wait: 'reply', seconds: config.timeout } }
  },
  timer: onTimeout,
})

function faultsOf({ message, buttons, format, list }: Config): ErrorDetail[] {
  const labels = Object.fromEntries(buttons.map(({ label }, index) => [`buttons.${index}.label`, label]))
  const isIgnored = format === 'text' && list !== undefined
  return [
    ...blankFaults({ message, list, ...labels }),
    ...(isIgnored ? [{ path: 'list', message: 'has no effect with format text; remove the field' }] : []),
  ]
}

/** Returns the format of a step. A version that was published before `format` existed sends a list only if it names its label. */
function formatOf({ format, list }: Config): (typeof FORMATS)[number] {
  return format ?? (list === undefined ? 'text' : 'list')
}

function offer(config: Config, values: Values): Pick<Turn, 'send' | 'offer'> {
  // A row without a title cannot be tapped.
  const choices = config.buttons.map(({ id, label }) => ({ id, label: say(label, values).trim() || id }))
  const written: Outgoing = {
    type: 'text',
    text: numbered(say(config.message, values), choices),
    buttons: choices,
  }
  const label = cutText(say(config.list ?? LIST_LABEL, values).trim(), MAX_LIST_LABEL)
  const listed: Outgoing = { ...written, list: label || LIST_LABEL }
  const send = { text: [written], list: [listed], both: [written, listed] }
  return { send: send[formatOf(config)], offer: choices }
}
