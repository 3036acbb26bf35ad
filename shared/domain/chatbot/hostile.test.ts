import { describe, expect, it } from 'vitest'
import { cpuMs } from '#shared/testing.ts'
import { finish, OverBudget, runWithinBudget } from './budget/index.ts'
import { advanceRun, namesIn, newRun } from './engine/index.ts'
import { validateFlow } from './flows/index.ts'
import { foldPhrase, foldText } from './foldText.ts'
import { faultsOf, play, type Sketch, say, sketch } from './testing.ts'

/** Pattern that publication accepts, and the worst text for this pattern. */
const PATTERN = '(a?){110}b'
const WORST = 'a'.repeat(1_000)

const condition = (rules: object[], next: string | null): Sketch => ({
  type: 'condition',
  config: { rules, logic: 'or' },
  connections: { true: next, false: next },
})

/** Returns a text step, followed by the given number of conditions. */
function chain(length: number, rules: object[]): Record<string, Sketch> {
  const steps: Record<string, Sketch> = { hello: say('Hello', { default: 's0' }) }
  for (let index = 0; index < length; index += 1)
    steps[`s${index}`] = condition(rules, index + 1 < length ? `s${index + 1}` : null)
  return steps
}

const start = (steps: Record<string, Sketch>, text = WORST) =>
  advanceRun(
    sketch(steps).flow,
    newRun(),
    { type: 'start', reply: { text }, contact: { name: '', phone: '' } },
    new Date(0),
  )

/** Counts the pieces of a computation, and measures the CPU of the longest piece, in ms. */
function measure(work: Generator): { pieces: number; longestMs: number } {
  let [pieces, longestMs, done] = [0, 0, false]
  while (!done) {
    const ms = cpuMs(() => {
      done = work.next().done ?? false
    })
    pieces += 1
    longestMs = Math.max(longestMs, ms)
  }
  return { pieces, longestMs }
}

describe('a flow that takes too much CPU for one message', () => {
  it('ends with a typed error after its earlier entries, at any point of interruption', () => {
    const rules = [{ variable: 'last_reply', operator: 'regex', value: PATTERN }]
    for (const piece of [2, 3, 4, 5]) {
      const work = start(chain(99, rules))
      for (let at = 0; at < piece; at += 1) work.next()
      const { value } = work.throw(new OverBudget())
      expect(value).toMatchObject({
        run: { status: 'failed', errorCode: 'cpu_budget_exceeded', waiting: null },
      })
      const [received, ...rest] = value?.entries ?? []
      expect(received?.kind).toBe('received')
      expect(rest.at(-1)).toMatchObject({ kind: 'ended', errorCode: 'cpu_budget_exceeded' })
    }
  })

  it('is interrupted by the real meter long before its 99 conditions are evaluated', async () => {
    const rules = [{ variable: 'last_reply', operator: 'regex', value: PATTERN }]
    const { cpuMeter } = await import('./budget/index.ts')
    const { result } = await runWithinBudget(start(chain(99, rules)), { meter: cpuMeter, budgetMs: 200 })
    expect(result.run.errorCode).toBe('cpu_budget_exceeded')
    expect(result.entries.filter(({ kind }) => kind === 'step').length).toBeLessThan(99)
  })

  it.each([
    ['patterns', [{ variable: 'last_reply', operator: 'regex', value: PATTERN }], 3],
    [
      'lists of templates',
      [{ variable: 'last_reply', operator: 'in', value: Array(40).fill('{{last_reply}}'.repeat(70)) }],
      40,
    ],
    [
      'many rules',
      Array.from({ length: 20 }, () => ({ variable: 'last_reply', operator: 'contains', value: 'b' })),
      20,
    ],
  ])('can be interrupted within one condition: %s', (_, rules, pieces) => {
    expect(measure(start({ only: condition(rules, null) })).pieces).toBeGreaterThan(pieces)
  })
})

describe('one piece of work', () => {
  it('folds a text of accents only in linear time', () => {
    const look = () => expect(foldText(`a${'\u0301\u0316'.repeat(32_767)}`)).toBe('a')
    expect(cpuMs(look)).toBeLessThan(500)
  })

  it.each([
    ['invisible characters between marks', `a${'\u0301\u0316\u034f'.repeat(21_000)}`],
    ['punctuation', `${'!'.repeat(32_000)}a${'! '.repeat(16_000)}a`],
    ['digits of other scripts', '٣'.repeat(65_536)],
    ['other forms', 'ﬃ'.repeat(65_536)],
  ])('folds a long text in linear time: %s', (_, text) => {
    expect(cpuMs(() => foldPhrase(text))).toBeLessThan(500)
  })

  it('compares a message of accents only with a keyword in bounded time', () => {
    const steps = { a: say('no') }
    expect(cpuMs(() => play(steps, ['\u0316\u0301'.repeat(32_000)]))).toBeLessThan(1_500)
  })

  it('searches a template of spaces for names in linear time', () => {
    const look = () => expect(namesIn(`{{${' '.repeat(40_000)}`)).toEqual([])
    expect(cpuMs(look)).toBeLessThan(500)
    expect(namesIn('{{ a }} {{b|c}} {{ d | e }}')).toEqual(['a', 'b', 'd'])
  })

  it('copies a whole answer into thousands of variables in bounded time', () => {
    const variables = Object.fromEntries(Array.from({ length: 1_800 }, (_, n) => [`v${n}`, '$']))
    const steps: Record<string, Sketch> = {
      call: { type: 'webhook', config: { url: 'https://example.com', variables } },
    }
    const body = Array.from({ length: 12_000 }, (_, n) => n % 10)
    const look = () => expect(play(steps, ['go'], { webhooks: { call: { body } } }).status).toBe('completed')
    expect(cpuMs(look)).toBeLessThan(600)
  })

  it('renders a body of thousands of long texts in bounded time', () => {
    const body = Array(4_000).fill('{{last_text}}')
    const steps: Record<string, Sketch> = {
      call: { type: 'webhook', config: { url: 'https://example.com', method: 'POST', body } },
    }
    const work = start(steps, 'x'.repeat(4_096))
    expect(measure(work).longestMs).toBeLessThan(250)
  })

  it('validates one of the many patterns of a flow', () => {
    // Each pattern is different, so that no pattern is in the cache.
    const steps = chain(30, [])
    for (const [index, step] of Object.values(steps).entries()) {
      const value = `${'\\pL\\pN'.repeat(20)}{1,2}${index}`
      if (step.type === 'condition')
        step.config = { rules: [{ variable: 'last_reply', operator: 'regex', value }] }
    }
    const { pieces, longestMs } = measure(validateFlow(sketch(steps)))
    expect(pieces).toBeGreaterThan(30)
    expect(longestMs).toBeLessThan(400)
    expect(faultsOf(steps)).toEqual([])
    expect(finish(start(steps, 'x')).run.status).toBe('completed')
  })
})
