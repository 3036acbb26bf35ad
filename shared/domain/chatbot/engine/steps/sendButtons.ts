import { z } from 'zod'
import { filledText } from '#shared/input/index.ts'
import { numbered } from '../choices.ts'
import { MAX_TEXT } from '../limits.ts'
import { say, type Values } from '../values.ts'
import { defineStep, type Turn } from './step.ts'
import { onTimeout, timeoutFields, timeoutOutlets } from './timeout.ts'

const RESERVED = ['default', 'timeout', 'error', 'true', 'false']
const MAX_BUTTONS = 10

const buttonSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'Use at most 64 letters, digits, _ and -')
    .refine((id) => !RESERVED.includes(id), `Use an id other than ${RESERVED.join(', ')}`)
    .meta({ description: 'ID of the button, which is also its outlet', example: 'orders' }),
  label: filledText(100).meta({ description: 'Text of the button', example: 'My orders' }),
})

const configSchema = z.strictObject({
  message: filledText(MAX_TEXT).meta({
    description: 'Text above the buttons, with variables',
    example: 'How can we help?',
  }),
  buttons: z
    .array(buttonSchema)
    .min(1)
    .max(MAX_BUTTONS)
    .refine(
      (buttons) => new Set(buttons.map(({ id }) => id)).size === buttons.length,
      'Give each button an id of its own',
    )
    .meta({
      description: 'Buttons, each with an id of its own, 10 at most',
      example: [{ id: 'orders', label: 'My orders' }],
    }),
  list: filledText(20).optional().meta({
    description: 'Label that opens a WhatsApp list of the buttons. If absent, only the numbered text is sent',
    example: 'Choose',
  }),
  ...timeoutFields,
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

function offer({ message, buttons, list = '' }: Config, values: Values): Pick<Turn, 'send' | 'offer'> {
  const choices = buttons.map(({ id, label }) => ({ id, label: say(label, values) }))
  const text = numbered(say(message, values), choices)
  const opened = say(list, values)
  return { send: { type: 'text', text, buttons: choices, ...(opened && { list: opened }) }, offer: choices }
}
