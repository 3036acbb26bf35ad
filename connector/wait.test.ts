import { expect, it } from 'vitest'
import { Condition, pause, TimedOut, withTimeout } from './wait.ts'

const never = new AbortController().signal
const LATER = 3_600_000

it('waits until a change fulfils the predicate', async () => {
  const condition = new Condition()
  let open = false
  let done = false
  const wait = condition
    .until(() => open, LATER, never)
    .then(() => {
      done = true
    })
  condition.notify()
  await Promise.resolve()
  expect(done).toBe(false)
  open = true
  condition.notify()
  await wait
})

it('ends at the time limit, and when the signal aborts', async () => {
  const condition = new Condition()
  await condition.until(() => false, 1, never)
  const abort = new AbortController()
  const waits = [condition.until(() => false, LATER, abort.signal), pause(LATER, abort.signal)]
  abort.abort()
  await Promise.all(waits)
  await pause(LATER, abort.signal)
})

it('rejects for work that never settles, at the time limit or by the signal', async () => {
  const hanging = new Promise<never>(() => undefined)
  await expect(withTimeout(hanging, 1, never)).rejects.toThrow(TimedOut)
  await expect(withTimeout(hanging, LATER, AbortSignal.abort())).rejects.toThrow(TimedOut)
  await expect(withTimeout(Promise.resolve('value'), LATER, never)).resolves.toBe('value')
  await expect(withTimeout(Promise.reject(new Error('own error')), LATER, never)).rejects.toThrow('own error')
})
