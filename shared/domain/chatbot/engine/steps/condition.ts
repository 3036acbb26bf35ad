import { z } from 'zod'
import type { ErrorDetail } from '#shared/errors/index.ts'
import { anySpelling, word } from '#shared/input/index.ts'
import type { Interruptible } from '../../budget/index.ts'
import { findsPattern, patternFaults } from '../../pattern.ts'
import { say, type Values } from '../values.ts'
import { compare, OPERATORS } from './compare.ts'
import { blankFaults, defineStep, FILLED, unbraced } from './step.ts'

const MAX_RULES = 20
const scalar = z.union([z.string().max(1_000), z.number(), z.boolean()])
/** Matches each operator except `in`. */
const NOT_IN = `^(?!${anySpelling('in')}$)`

const ruleSchema = z
  .strictObject({
    variable: z
      .string()
      .min(1)
      .max(200)
      .transform(unbraced)
      .meta({
        description: 'Variable to compare, such as `last_reply` or `{{last_reply}}`',
        example: 'last_reply',
        ...FILLED,
      }),
    operator: word(OPERATORS).meta({
      description:
        'In any case. Text operators ignore case and accents. `gt`, `gte`, `lt` and `lte` compare numbers or ISO dates',
      example: 'equals',
    }),
    value: z
      .union([scalar, z.array(scalar).max(100)])
      .default('')
      .meta({
        description:
          'Value to compare with; a list for `in` only. For `regex`, a pattern in the syntax of RE2',
        example: 'orders',
      }),
  })
  .meta({
    not: {
      properties: { operator: { pattern: NOT_IN }, value: { type: 'array', items: {} } },
      required: ['operator', 'value'],
    },
  })

const configSchema = z.strictObject({
  rules: z
    .array(ruleSchema)
    .min(1)
    .max(MAX_RULES)
    .meta({
      description: 'Comparisons of variables, 20 at most',
      example: [{ variable: 'last_reply', operator: 'equals', value: 'orders' }],
    }),
  logic: word(['and', 'or']).default('and').meta({
    description: 'In any case. `and`: all rules must be true. `or`: one rule must be true',
    example: 'and',
  }),
})
type Config = z.output<typeof configSchema>
type Rule = Config['rules'][number]

export const condition = defineStep({
  config: configSchema,
  outlets: () => ({ all: ['true', 'false'], required: ['true', 'false'] }),
  templates: ({ rules }) =>
    rules.flatMap(({ variable, value }) => [`{{${variable}}}`, ...[value].flat().map(String)]),
  *faults({ rules }) {
    const names = rules.map(({ variable }, index) => [`rules.${index}.variable`, variable])
    const written = [...blankFaults(Object.fromEntries(names)), ...listFaults(rules)]
    if (written.length > 0) return written
    const tried = rules.flatMap((rule, index) =>
      rule.operator === 'regex' ? [{ index, pattern: patternOf(rule) }] : [],
    )
    const faults = yield* patternFaults(tried.map(({ pattern }) => pattern))
    return faults.map(({ index, message }) => ({
      path: `rules.${tried[index]?.index ?? 0}.value`,
      message,
    }))
  },
  *enter({ rules, logic }, { values }) {
    // With `and`, the first false rule decides. With `or`, the first true rule decides.
    const decisive = logic === 'or'
    for (const rule of rules) {
      if ((yield* isTrue(rule, values)) === decisive) return { move: { leave: String(decisive) } }
    }
    return { move: { leave: String(!decisive) } }
  },
})

/** Finds the lists of operators that compare with one value. */
function listFaults(rules: readonly Rule[]): ErrorDetail[] {
  return rules.flatMap(({ operator, value }, index) =>
    operator !== 'in' && Array.isArray(value)
      ? [
          {
            path: `rules.${index}.value`,
            message: `The operator ${operator} takes one value. Give the operator in for a list`,
          },
        ]
      : [],
  )
}

function* isTrue(rule: Rule, values: Values): Interruptible<boolean> {
  const { variable, operator, value } = rule
  const actual = (Object.hasOwn(values, variable) ? values[variable] : undefined) ?? ''
  // A pattern is not a template, because `{{` has a meaning in patterns.
  if (operator === 'regex') return yield* findsPattern(patternOf(rule), actual)
  const wanted: string[] = []
  for (const template of [value].flat()) {
    yield
    wanted.push(say(String(template), values))
  }
  yield
  return compare(operator, actual, Array.isArray(value) ? wanted : (wanted[0] ?? ''))
}

function patternOf({ value }: Rule): string {
  return String([value].flat()[0] ?? '')
}
