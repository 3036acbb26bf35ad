import { z } from 'zod'
import { patternFaults } from '../../pattern.ts'
import { say } from '../values.ts'
import { compare, OPERATORS } from './compare.ts'
import { defineNode } from './node.ts'

const MAX_RULES = 20
const scalar = z.union([z.string().max(1_000), z.number(), z.boolean()]).transform(String)

const ruleSchema = z.object({
  variable: z.string().min(1).max(200),
  operator: z.enum(OPERATORS),
  value: z.union([scalar, z.array(scalar).max(100)]).default(''),
})

const rulesSchema = z
  .array(ruleSchema)
  .min(1)
  .max(MAX_RULES)
  .superRefine((rules, { addIssue }) => {
    const tried = rules.flatMap(({ operator, value }, index) =>
      operator === 'regex' ? [{ index, pattern: String([value].flat()[0] ?? '') }] : [],
    )
    for (const { index, message } of patternFaults(tried.map(({ pattern }) => pattern)))
      addIssue({ code: 'custom', path: [tried[index]?.index ?? 0, 'value'], message })
  })

export const condition = defineNode({
  config: z.object({
    rules: rulesSchema,
    logic: z.enum(['and', 'or']).default('and'),
  }),
  outlets: () => ({ all: ['true', 'false'], required: ['true', 'false'] }),
  templates: ({ rules }) => rules.flatMap(({ variable, value }) => [`{{${variable}}}`, ...[value].flat()]),
  enter: ({ rules, logic }, { values }) => {
    const isTrue = ({ variable, operator, value }: (typeof rules)[number]) => {
      const actual = Object.hasOwn(values, variable) ? values[variable] : undefined
      // A pattern is no template: `{{` has a meaning of its own in it.
      const wanted = [value].flat().map((text) => (operator === 'regex' ? text : say(text, values)))
      return compare(operator, actual ?? '', wanted)
    }
    const holds = logic === 'and' ? rules.every(isTrue) : rules.some(isTrue)
    return { move: { leave: String(holds) } }
  },
})
