import { z } from 'zod'
import { MAX_TEXT } from '../limits.ts'
import { say } from '../values.ts'
import { defineStep, ONE_OUTLET, variableName } from './step.ts'

/** Source that means the value of the step itself. */
const OWN_VALUE = 'value'

export const setVariable = defineStep({
  config: z.strictObject({
    name: variableName.meta({ description: 'Variable to set', example: 'language' }),
    source: z.string().min(1).max(200).default(OWN_VALUE).meta({
      description: '`value`, or the variable to copy. If the variable is missing, `value` is used',
      example: 'value',
    }),
    value: z
      .union([z.string().max(MAX_TEXT), z.number(), z.boolean()])
      .default('')
      .transform(String)
      .meta({ description: 'Text of the variable, with variables', example: 'tr' }),
  }),
  outlets: () => ONE_OUTLET,
  templates: ({ source, value }) => (source === OWN_VALUE ? [value] : [value, `{{${source}}}`]),
  sets: ({ name }) => [name],
  enter: ({ name, source, value }, { values }) => {
    const copied = source === OWN_VALUE || !Object.hasOwn(values, source) ? undefined : values[source]
    return { set: { [name]: copied ?? say(value, values) }, move: { leave: 'default' } }
  },
})
