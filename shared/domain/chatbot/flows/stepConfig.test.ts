import { describe, expect, it } from 'vitest'
import { type ErrorDetail, ValidationFailed } from '#shared/errors/index.ts'
import { readInput } from '#shared/input/index.ts'
import type { StepName } from '../engine/index.ts'
import { flowInput, stepInput } from './input.ts'
import { assertConfig, readConfig } from './stepConfig.ts'

const url = 'https://example.com'
const buttons = [{ id: 'a', label: 'A' }]
const ask = { message: 'Hi', buttons }
const rule = (given: object) => ({ rules: [{ variable: 'x', operator: 'equals', ...given }] })

/** Returns the faults of a configuration, as a change of a step reports them. */
async function faultsOf(type: StepName, config: Record<string, unknown>): Promise<ErrorDetail[]> {
  try {
    await assertConfig({ ctx: {}, input: { type, config: readConfig(type, config) } })
    return []
  } catch (error) {
    if (!(error instanceof ValidationFailed)) throw error
    return [...(error.details as ErrorDetail[])]
  }
}

describe('a step is refused when it is written', () => {
  it.each<[StepName, Record<string, unknown>, string, RegExp]>([
    ['send_text', {}, 'message', /^Required$/],
    ['send_text', { message: ' \n ' }, 'message', /White space/],
    ['send_text', { message: '\u001d\u0085' }, 'message', /White space/],
    ['set_variable', { name: 'language', source: '\u001d' }, 'source', /White space/],
    ['condition', rule({ variable: '\u3000' }), 'rules.0.variable', /White space/],
    ['send_image', { url: 'ftp://example.com' }, 'url', /https?:.*you wrote "ftp:\/\/example.com"/],
    ['send_image', { url, caption: ' ' }, 'caption', /White space/],
    ['send_buttons', { message: 'Hi', buttons: [] }, 'buttons', />=1/],
    ['send_buttons', { ...ask, format: 'lst' }, 'format', /list, text, both.*mean list.*"lst"/],
    ['send_buttons', { ...ask, format: 'Text', list: 'Go' }, 'list', /no effect with format text/],
    ['send_buttons', { ...ask, buttons: [...buttons, { id: 'b', label: ' ' }] }, 'buttons.1.label', /White/],
    [
      'send_buttons',
      { ...ask, buttons: [...buttons, ...buttons] },
      'buttons.1.id',
      /its own \(you wrote "a"\)/,
    ],
    ['wait_reply', { timeout: '1 min' }, 'timeout', /seconds.*you wrote "1 min"/],
    ['wait_reply', { timeout: 0 }, 'timeout', /you wrote 0/],
    ['wait_reply', { timeout: '0' }, 'timeout', /you wrote "0"/],
    ['wait_reply', { timeoutAction: 'stop' }, 'timeoutAction', /end, continue, branch.*you wrote "stop"/],
    ['wait_reply', { variable: 'first name' }, 'variable', /letters.*you wrote "first name"/],
    ['delay', { seconds: 604_801 }, 'seconds', /604800.*you wrote 604801/],
    ['delay', { seconds: '604801' }, 'seconds', /604800.*you wrote "604801"/],
    ['delay', { seconds: true }, 'seconds', /.+/],
    ['condition', rule({ operator: 'equal' }), 'rules.0.operator', /mean equals\?.*"equal"/],
    ['condition', rule({ operator: 'regex', value: '(' }), 'rules.0.value', /RE2/],
    ['condition', rule({ value: ['a'] }), 'rules.0.value', /equals takes one value/],
    ['condition', { rules: rule({}).rules, logic: 'xor' }, 'logic', /and, or.*"xor"/],
    ['webhook', { url, method: 'GET', body: { a: 1 } }, 'body', /GET has no body.*POST/],
    ['webhook', { url, method: 'get', body: 'text' }, 'body', /GET has no body/],
    ['webhook', { url, method: 'FETCH' }, 'method', /GET, POST.*"FETCH"/],
    ['webhook', { url, variables: { name: 'items[*].name' } }, 'variables.name', /"items\[\*\]\.name"/],
    ['set_variable', { name: '{{now}}' }, 'name', /reserved.*you wrote "now"/],
  ])('%s with %j at %s', async (type, config, path, fault) => {
    const message = expect.stringMatching(fault)
    expect(await faultsOf(type, config)).toEqual([{ path: `config.${path}`, message }])
  })

  it('with the same faults as a new step and as a change', async () => {
    const config = { ...ask, format: 'lst', colour: 'red', timeout: '-1' }
    const read = readInput(stepInput, { type: 'send_buttons', config })
    expect('faults' in read && read.faults).toEqual(await faultsOf('send_buttons', config))
  })

  it('without the value of a header in the fault', async () => {
    const config = { url, headers: { authorization: 's3cret'.repeat(200) } }
    const [fault] = await faultsOf('webhook', config)
    expect(fault?.path).toBe('config.headers.authorization')
    expect(fault?.message).not.toContain('s3cret')
  })
})

describe('a step takes', () => {
  it.each<[StepName, Record<string, unknown>, Record<string, unknown>]>([
    ['wait_reply', { timeout: '30', timeoutAction: 'END' }, { timeout: 30, timeoutAction: 'end' }],
    ['wait_reply', { variable: '{{answer}}' }, { variable: 'answer' }],
    ['wait_reply', { variable: '{ şehir }' }, { variable: 'şehir' }],
    ['delay', { seconds: '604800' }, { seconds: 604_800 }],
    ['send_buttons', { ...ask, format: 'LİST' }, { ...ask, format: 'list' }],
    ['send_buttons', { ...ask, format: 'Both', timeout: '5' }, { ...ask, format: 'both', timeout: 5 }],
    [
      'condition',
      { rules: [{ variable: '{{last_reply}}', operator: 'NOT CONTAINS', value: 3 }], logic: 'AND' },
      { rules: [{ variable: 'last_reply', operator: 'not_contains', value: 3 }], logic: 'and' },
    ],
    [
      'condition',
      { rules: [{ variable: '{ x }', operator: 'notExists' }], logic: 'Or' },
      { rules: [{ variable: 'x', operator: 'not_exists' }], logic: 'or' },
    ],
    ['webhook', { url, method: 'post', body: { a: 1 } }, { url, method: 'POST', body: { a: 1 } }],
    ['webhook', { url, method: 'GET', body: null }, { url, method: 'GET', body: null }],
    ['set_variable', { name: '{{x}}', source: '{{last_reply}}' }, { name: 'x', source: 'last_reply' }],
    ['set_variable', { name: 'x', source: '{{value}}' }, { name: 'x', source: '{{value}}' }],
    ['set_variable', { name: 'नाम', value: true }, { name: 'नाम', value: true }],
  ])('%s with %j, and stores %j', async (type, config, stored) => {
    expect(readConfig(type, config)).toEqual(stored)
    expect(readConfig(type, stored)).toEqual(stored)
    expect(await faultsOf(type, config)).toEqual([])
    const step = stepInput.parse({ type: type.toUpperCase().replace('_', ' '), config })
    expect(step).toMatchObject({ type, config: stored })
  })
})

it.each([
  [{ type: 'send_list' }, 'type', /send_text, send_image.*you wrote "send_list"/],
  [{ type: 7 }, 'type', /send_text/],
  [{}, 'type', /send_text/],
  [{ type: 'delay' }, 'config', /^Required$/],
])('refuses the new step %j at %s', (step, path, fault) => {
  const read = readInput(stepInput, step)
  expect('faults' in read && read.faults).toEqual([{ path, message: expect.stringMatching(fault) }])
})

describe('a new flow', () => {
  const flow = (triggerType: string, triggerValue: object) =>
    readInput(flowInput, { appId: 'app_x', name: 'Bot', triggerType, triggerValue })

  it.each([
    ['magic', {}, 'triggerType', /keyword, first_contact, schedule.*you wrote "magic"/],
    ['keyword', { keywords: ['a'], matchType: 'start' }, 'triggerValue.matchType', /starts_with/],
    ['schedule', { windows: [{ from: '9', to: '18:00' }] }, 'triggerValue.windows.0.from', /HH:MM/],
    ['schedule', { windows: [{ from: '09:00', to: '24:30' }] }, 'triggerValue.windows.0.to', /HH:MM/],
    ['schedule', { windows: [{ days: ['mo'], from: '9:00', to: '18:00' }] }, /days.0$/, /mon, tue/],
  ])('with the trigger %s and %j is refused at %s', (type, value, path, fault) => {
    const read = flow(type, value)
    const expected = { path: expect.stringMatching(path), message: expect.stringMatching(fault) }
    expect('faults' in read && read.faults).toEqual([expected])
  })

  it.each([
    ['First Contact', 'first_contact', {}, {}],
    ['KEYWORD', 'keyword', { matchType: 'Starts With' }, { matchType: 'starts_with' }],
    [
      'Schedule',
      'schedule',
      { windows: [{ days: ['Monday', 'TUE', 'fri'], from: '9:00', to: '18.30' }], when: 'OUTSIDE' },
      { windows: [{ days: ['mon', 'tue', 'fri'], from: '09:00', to: '18:30' }], when: 'outside' },
    ],
  ])('takes the trigger %s as %s', (written, type, value, stored) => {
    const read = flow(written, value)
    expect('data' in read && read.data).toMatchObject({ triggerType: type, triggerValue: stored })
  })
})
