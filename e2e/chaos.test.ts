import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runChaos } from '#chaos/run.ts'
import { createDatabase } from './support/database.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-chaos-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// With this seed, one connector is paused beyond its lease, one is killed, and one is stopped inside a transaction.
it('loses no message in either direction while connectors are paused, frozen in a transaction and killed under load', async () => {
  const report = await runChaos(
    {
      seed: 112,
      only: ['connector.kill', 'connector.pause', 'connector.freeze'],
      seconds: 12,
      connectors: 2,
      sessions: 4,
      rates: { sends: 10, phones: 5 },
      leaseSeconds: 3,
      folder,
      database: await createDatabase(),
      logLevel: process.env.TEST_LOG ?? 'silent',
    },
    new AbortController().signal,
    () => undefined,
  )
  expect(report.losses).toEqual([])
  expect(report.faults).toEqual({ 'connector.freeze': 1, 'connector.kill': 1, 'connector.pause': 1 })
  expect(report.counts['sends on the phone']).toBe(report.counts['sends accepted'])
  expect(report.counts['messages received']).toBe(report.counts['messages written by phones'])
})
