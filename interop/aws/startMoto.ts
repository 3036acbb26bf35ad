import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { essentialEnvironment } from '../config.ts'
import { PYTHON } from './findTools.ts'

const MAIN = fileURLToPath(new URL('./cloud/main.py', import.meta.url))
const readySchema = z.object({ port: z.number() })

/** A cloud on loopback, with one account and no other data. */
export interface Moto {
  endpoint: string
  /** Options of each client of the AWS SDK. */
  client: {
    endpoint: string
    region: string
    credentials: { accessKeyId: string; secretAccessKey: string }
  }
  stop(): Promise<void>
}

export const REGION = 'us-east-1'

/**
 * Starts moto with our CloudFormation and our Lambda runtime. The process ends with its standard input, and so with this process.
 * @param standIns variables of each function that replace Neon, QStash and others
 * @throws Error with the log if moto does not start
 */
export async function startMoto(standIns: Record<string, string> = {}): Promise<Moto> {
  const child = spawn(PYTHON, ['-B', '-W', 'ignore', MAIN], {
    env: { ...essentialEnvironment(), VESPER_STAND_INS: JSON.stringify(standIns) },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000)
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line'), exited.then(() => [])])
  if (line[0] === undefined) throw new Error(`moto did not start:\n${log}`)
  const endpoint = `http://127.0.0.1:${readySchema.parse(JSON.parse(String(line[0]))).port}`
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
  return {
    endpoint,
    client: { endpoint, region: REGION, credentials },
    async stop() {
      child.stdin.end()
      await exited
    },
  }
}
