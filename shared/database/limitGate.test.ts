import { expect, it } from 'vitest'
import { LimitGate } from './limitGate.ts'
import { LimitsMissing } from './roleLimits.ts'

const missing = new LimitsMissing({ role: 'r', database: 'd', problems: ['x'] })

it('delays a write until the check has passed, and lets a read start the check without waiting', async () => {
  let pass = () => undefined as undefined
  let checks = 0
  const gate = new LimitGate(() => {
    checks += 1
    return new Promise((resolve) => {
      pass = () => void resolve() as undefined
    })
  })
  gate.passRead()
  let isWritten = false
  const write = gate.pass().then(() => {
    isWritten = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect([checks, isWritten]).toEqual([1, false])
  pass()
  await write
  await gate.pass()
  expect(checks).toBe(1)
})

it('refuses all further writes and reads if the time-outs are missing', async () => {
  const gate = new LimitGate(() => Promise.reject(missing))
  await expect(gate.pass()).rejects.toBe(missing)
  await expect(gate.pass()).rejects.toBe(missing)
  expect(() => gate.passRead()).toThrow(missing)
})

it('repeats a check that failed', async () => {
  let tries = 0
  const gate = new LimitGate(async () => {
    tries += 1
    if (tries === 1) throw new Error('away')
  })
  await expect(gate.pass()).rejects.toThrow('away')
  await gate.pass()
  expect(tries).toBe(2)
})
