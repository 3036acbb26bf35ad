import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Lambda, startLambda } from './lambda.ts'

/** A function that does what the event says. */
const FUNCTION = `
let isCold = true
let ticks = 0
export async function handler({ hang, size, wait, echo }) {
  const wasCold = isCold
  isCold = false
  if (hang) await new Promise(() => setInterval(() => undefined, 1_000))
  if (wait) setInterval(() => { ticks += 1 }, 5)
  console.log('invoked')
  return { wasCold, ticks, body: 'x'.repeat(size ?? 0), echo: echo?.length }
}`

let folder = ''
let lambda: Lambda
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-runtime-'))
  await writeFile(path.join(folder, 'index.mjs'), FUNCTION)
  lambda = await startLambda(folder, {}, { seconds: 1 })
})
afterAll(async () => {
  await lambda?.stop()
  await rm(folder, { recursive: true, force: true })
})

it('keeps a warm function between invocations, and returns its log', async () => {
  expect(await lambda.invoke({})).toMatchObject({ wasCold: true })
  expect(await lambda.invoke({})).toMatchObject({ wasCold: false })
  expect(lambda.log()).toContain('invoked')
})

it('ends a function that exceeds its time-out, and starts it again for the next event', async () => {
  await expect(lambda.invoke({ hang: true })).rejects.toThrow('Task timed out')
  expect(await lambda.invoke({})).toMatchObject({ wasCold: true })
})

it('refuses an answer and an event above 6 MB', async () => {
  await expect(lambda.invoke({ size: 6_291_556 })).rejects.toThrow('Response payload size')
  await expect(lambda.invoke({ echo: 'x'.repeat(6_291_556) })).rejects.toThrow('Request payload size')
  expect((await lambda.invoke({ size: 6_291_000 })).body).toHaveLength(6_291_000)
})

it('invokes one event at a time', async () => {
  const many = await Promise.all([1, 2, 3].map((echo) => lambda.invoke({ echo: 'x'.repeat(echo) })))
  expect(many.map(({ echo }) => echo)).toEqual([1, 2, 3])
})

it('freezes the function between invocations', async () => {
  const before = await lambda.invoke({ wait: true })
  const frozenUntil = performance.now() + 300
  while (performance.now() < frozenUntil);
  expect((await lambda.invoke({})).ticks - before.ticks).toBeLessThan(30)
})
