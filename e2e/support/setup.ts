import { afterAll, expect } from 'vitest'
import { eventFaults } from './eventFaults.ts'

// Vitest runs this file before each test file, and this hook after all hooks of the test file.
afterAll(async () => {
  expect(await eventFaults(), 'each row of `events` fits shared/contracts/events.ts').toEqual([])
})
