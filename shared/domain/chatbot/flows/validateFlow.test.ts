import { expect, it } from 'vitest'
import { cpuMs } from '#shared/testing.ts'
import { finish } from '../budget/index.ts'
import { faultsOf, say, sketch } from '../testing.ts'
import { validateFlow as validateInPieces } from './validateFlow.ts'

const validateFlow = (definition: Parameters<typeof validateInPieces>[0]) =>
  finish(validateInPieces(definition))

it('reports all faults of a flow at once', () => {
  const faults = faultsOf(
    {
      start: { type: 'send_text', config: {}, connections: { default: 'choice' } },
      choice: { type: 'condition', config: { rules: [{ variable: 'x', operator: 'exists' }] } },
      lost: {
        type: 'send_text',
        config: { message: 'Hi' },
        connections: { elsewhere: null, default: 'gone' },
      },
      pattern: {
        type: 'condition',
        config: { rules: [{ variable: 'x', operator: 'regex', value: '(' }] },
        connections: { true: null, false: null },
      },
    },
    { keywords: [] },
  )
  expect(faults).toEqual([
    'triggerValue.keywords',
    'steps.start.config.message',
    'steps.choice.connections.true',
    'steps.choice.connections.false',
    'steps.lost.connections.elsewhere',
    'steps.lost.connections.default',
    'steps.pattern.config.rules.0.value',
    'steps.lost',
    'steps.pattern',
  ])
})

it('requires steps and a start step', () => {
  expect(faultsOf({})).toEqual(['steps'])
  const { flow, ...trigger } = sketch({ a: { type: 'send_text', config: { message: 'Hi' } } })
  expect(validateFlow({ ...trigger, flow: { ...flow, startStepId: null } }).faults).toMatchObject([
    { path: 'startStepId' },
  ])
})

it('rejects a loop without a wait for a reply, and accepts a loop with a wait', () => {
  const delay = { type: 'delay' as const, config: { seconds: 1 }, connections: { default: 'a' } }
  const a = { type: 'send_text' as const, config: { message: 'Hi' }, connections: { default: 'b' } }
  expect(faultsOf({ a, b: delay })).toEqual(['steps'])
  expect(faultsOf({ a, b: { type: 'wait_reply', connections: { default: 'a' } } })).toEqual([])
})

it('rejects a flow that is too large to read for each message', () => {
  const body = 'x'.repeat(49_000)
  const calls = Array.from({ length: 11 }, (_, index) => [
    `s${index}`,
    {
      type: 'webhook' as const,
      config: { url: 'https://example.com', body },
      connections: { default: index < 10 ? `s${index + 1}` : null },
    },
  ])
  expect(faultsOf(Object.fromEntries(calls))).toEqual(['steps'])
  expect(faultsOf(Object.fromEntries([...calls.slice(0, 9), ['s9', say('Hi')]]))).toEqual([])
})

it('reports a missing field, and warns of an unknown field', () => {
  const { faults, warnings } = validateFlow(
    sketch(
      {
        a: { type: 'send_text', config: { text: 'Hi' }, connections: { default: 'b' } },
        b: { type: 'wait_reply', config: { timeoutSeconds: 60 } },
      },
      { match: 'exact' },
    ),
  )
  expect(faults).toEqual([{ path: 'steps.a.config.message', message: 'Required' }])
  expect(warnings.map(({ path }) => path)).toEqual([
    'triggerValue.match',
    'steps.a.config.text',
    'steps.b.config.timeoutSeconds',
  ])
})

it('warns of a variable that no step sets, without a fault', () => {
  const { faults, warnings } = validateFlow(
    sketch({
      a: { type: 'set_variable', config: { name: 'known' }, connections: { default: 'b' } },
      b: { type: 'send_text', config: { message: '{{known}} {{ typo | x }} {{contact.name}}' } },
    }),
  )
  expect(faults).toEqual([])
  expect(warnings).toEqual([{ path: 'steps.b', message: 'No step sets the variable "typo"' }])
})

it('validates the largest flow at once', () => {
  const ids = Array.from({ length: 300 }, (_, index) => `s${index}`)
  const connections = (at: number) => ids.slice(at + 1, at + 31).map((to, index) => [`o${index}`, to])
  const steps = ids.map((id, at) => [id, { ...say('Hi'), connections: Object.fromEntries(connections(at)) }])
  const look = () => expect(faultsOf(Object.fromEntries(steps))).not.toContain('steps')
  expect(cpuMs(look)).toBeLessThan(1_500)
})
