import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Sandbox, startSandbox } from 'vesper-sandbox'
import { slowness } from '#shared/testing.ts'
import { findClient } from './findClient.ts'

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** The result of one step of the Go program. */
export interface Step {
  step: string
  ok: boolean
  ms: number
  error?: string
  /** The message of a kind that was sent to a gateway. */
  id?: string
  /** True if the step injected a fault or cut a connection. */
  injected?: boolean
  /** Warnings and errors that whatsmeow logged during the step. */
  warnings?: string[]
}

/**
 * A gateway and its customer by their numbers, a channel of the customer that the gateway follows, and the kinds that the customer's
 * companion sends.
 */
interface Writing {
  business: string
  customer: string
  channel: string
  kinds: string[]
}

/**
 * Starts a sandbox and runs all steps of the Go program against it.
 * @throws Error if the program does not run to its end
 */
export async function runClient(): Promise<Step[]> {
  const sandbox = await startSandbox({ port: 0 })
  try {
    return await runAgainst(sandbox)
  } finally {
    await sandbox.close()
  }
}

/**
 * Runs the Go program against a running sandbox.
 * @param gateway limits the steps to messages to a gateway
 * @throws Error if the program does not run to its end
 */
export async function runAgainst(
  { close: _close, ...addresses }: Sandbox,
  gateway?: Writing,
): Promise<Step[]> {
  const program = await findClient()
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-whatsmeow-'))
  try {
    const settings = path.join(folder, 'settings.json')
    await writeFile(settings, JSON.stringify({ ...addresses, gateway, slowness: slowness() }))
    await promisify(execFile)(program, [settings, folder], { env: {}, maxBuffer: MAX_OUTPUT_BYTES })
    const report = await readFile(path.join(folder, 'report.jsonl'), 'utf8')
    return report
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Step)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
