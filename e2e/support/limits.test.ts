import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = [
  'bench',
  'chaos',
  'cli',
  'connector',
  'e2e',
  'functions',
  'infra',
  'local',
  'sandbox',
  'scripts',
  'shared',
]
/** A time-out after a test or hook, in its options, or of a poll. */
const OWN_LIMIT =
  /^\s*\}, \d[\d_]{3,}\)$|\b(?:it|test|describe)\([^\n]*\{ timeout: |\.poll\([^\n]*\{ timeout: /m

it('no test has its own time-out, because a slow machine would reach it', async () => {
  const names = await Promise.all(
    FOLDERS.map(async (folder) => {
      const files = await readdir(path.join(PROJECT, folder), { recursive: true })
      return files.filter((file) => file.endsWith('.test.ts')).map((file) => path.join(folder, file))
    }),
  )
  const limited = await Promise.all(
    names.flat().map(async (name) => {
      const found = (await readFile(path.join(PROJECT, name), 'utf8')).match(OWN_LIMIT)
      return found ? [`${name}: ${found[0].trim()}`] : []
    }),
  )
  expect(limited.flat()).toEqual([])
})
