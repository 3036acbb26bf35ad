import { z } from 'zod'
import { MAX_TEXT } from '../limits.ts'
import { say } from '../values.ts'
import { blankFaults, defineStep, FILLED, ONE_OUTLET, unbraced, variableName } from './step.ts'

/** Source that means the value of the step itself. */
const OWN_VALUE = 'value'
/** Source that means the variable `value`. */
const VARIABLE_VALUE = '{{value}}'

const sourceSchema = z
  .string()
  .min(1)
  .max(200)
  .transform((source) => {
    const name = unbraced(source)
    return name === OWN_VALUE && name !== source.trim() ? VARIABLE_VALUE : name
  })

export const setVariable = defineStep({
  config: z.strictObject({
    name: variableName.meta({ description: 'Variable to set', example: 'language' }),
    source: sourceSchema.default(OWN_VALUE).meta({
      description:
        '`value`, or the variable to copy, such as `last_reply` or `{{last_reply}}`. If the variable is missing, `value` is used',
      example: 'value',
      ...FILLED,
    }),
    value: z
      .union([z.string().max(MAX_TEXT), z.number(), z.boolean()])
      .default('')
      .meta({ description: 'Text of the variable, with variables', example: 'tr' }),
  }),
  outlets: () => ONE_OUTLET,
  // A person may write `Value`. A variable of this name comes first.
  templates: ({ source, value }) =>
    source.toLowerCase() === OWN_VALUE ? [String(value)] : [String(value), `{{${unbraced(source)}}}`],
  sets: ({ name }) => [name],
  *faults({ source }) {
    yield
    return blankFaults({ source })
  },
  enter: ({ name, source, value }, { values }) => {
    const copied = source === OWN_VALUE ? undefined : ownValue(values, unbraced(source))
    return { set: { [name]: copied ?? say(String(value), values) }, move: { leave: 'default' } }
  },
})

function ownValue(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
