import { expect, it } from 'vitest'
import { Condition } from './condition.ts'

const never = new AbortController().signal
const LATER = 3_600_000

it('waits until a change makes it hold', async () => {
  const condition = new Condition()
  let open = false
  let done = false
  const wait = condition
    .until(() => open, Date.now() + LATER, never)
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

it('ends at its deadline, and when the signal aborts', async () => {
  const condition = new Condition()
  await condition.until(() => false, Date.now() - 1, never)
  const abort = new AbortController()
  const wait = condition.until(() => false, Date.now() + LATER, abort.signal)
  abort.abort()
  await wait
})
