import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { within } from '#local/index.ts'
import { FUNCTION_SECONDS, PAYLOAD_BYTES } from '#shared/contracts/cloudLimits.ts'
import { slowness } from '#shared/testing.ts'

/** The loop of Lambda's runtime: it loads a bundle and passes it one event after another. */
const HOST = `
const { handler } = await import(process.env.BUNDLE)
process.on('message', async ({ id, event }) => {
  try {
    process.send({ id, result: (await handler(event, {})) ?? null })
  } catch (error) {
    process.send({ id, error: error.message })
  }
})
process.send({ id: 0 })`

interface Reply {
  id: number
  result?: unknown
  error?: string
}

/** A bundle in a process with only the given environment and folder, and with the limits of Lambda. */
export interface Lambda {
  /**
   * Invokes the function, one event at a time.
   * @throws Error of the function, of its time-out or of its payload
   */
  // biome-ignore lint/suspicious/noExplicitAny: tests read results of all shapes
  invoke(event: unknown): Promise<any>
  /** Returns the lines that the function has logged. */
  log(): string
  stop(): Promise<void>
}

/**
 * Loads `index.mjs` of a folder, as a cold start of Lambda does. Between two invocations, the process is frozen. An invocation that
 * exceeds the time-out ends with its process, and the next invocation is a cold start.
 * @param options.seconds the time-out. Default: the longest of all functions
 * @throws Error if the process ends
 */
export async function startLambda(
  folder: string,
  environment: Record<string, string>,
  options: { seconds?: number } = {},
): Promise<Lambda> {
  const timeoutMs = (options.seconds ?? Math.max(...Object.values(FUNCTION_SECONDS))) * 1_000 * slowness()
  let log = ''
  const start = () => startInstance(folder, environment, (text) => (log += text))
  let instance: Instance | null = await start()
  let turn: Promise<unknown> = Promise.resolve()
  const invoke = async (event: unknown): Promise<unknown> => {
    assertFits('Request', event)
    instance ??= await start()
    const answered = await within(timeoutMs, instance.call(event))
    if (answered === 'late') {
      await instance.end()
      instance = null
      throw new Error(`Task timed out after ${timeoutMs / 1_000} seconds`)
    }
    if (answered.error !== undefined) throw new Error(answered.error)
    assertFits('Response', answered.result)
    return answered.result
  }
  return {
    invoke(event) {
      const mine = turn.then(() => invoke(event))
      turn = mine.catch(() => undefined)
      return mine
    },
    log: () => log,
    stop: async () => await instance?.end(),
  }
}

interface Instance {
  call(event: unknown): Promise<Reply>
  end(): Promise<void>
}

async function startInstance(
  folder: string,
  environment: Record<string, string>,
  onLog: (text: string) => void,
): Promise<Instance> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOST], {
    cwd: folder,
    env: { ...environment, BUNDLE: `${folder}/index.mjs` },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', onLog)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const gone = once(child, 'close').then(() => {
    throw new Error(`The function's process ended: ${stderr}`)
  })
  gone.catch(() => undefined)
  let calls = 0
  await Promise.race([reply(child, 0), gone])
  child.kill('SIGSTOP')
  return {
    async call(event) {
      calls += 1
      const answered = reply(child, calls)
      child.kill('SIGCONT')
      child.send({ id: calls, event })
      const answer = await Promise.race([answered, gone])
      child.kill('SIGSTOP')
      return answer
    },
    async end() {
      child.kill('SIGKILL')
      await gone.catch(() => undefined)
    },
  }
}

/** @throws Error with Lambda's message if the payload is too large */
function assertFits(what: 'Request' | 'Response', payload: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload) ?? '')
  if (bytes > PAYLOAD_BYTES)
    throw new Error(
      `${what} payload size (${bytes} bytes) exceeded maximum allowed payload size (${PAYLOAD_BYTES} bytes).`,
    )
}

function reply(child: ChildProcess, id: number): Promise<Reply> {
  return new Promise((resolve) => {
    const hear = (message: Reply) => {
      if (message.id !== id) return
      child.off('message', hear)
      resolve(message)
    }
    child.on('message', hear)
  })
}

/** Returns an event of API Gateway (payload format 2.0). */
export function httpEvent(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): object {
  const [pathname = '', query = ''] = path.split('?')
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: query,
    headers: { host: 'api.example.com', ...headers },
    requestContext: {
      accountId: '111122223333',
      apiId: 'a1b2c3',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'test' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238000,
    },
    isBase64Encoded: false,
    ...(body !== undefined && { body }),
  }
}

/** Returns an event of SQS' event source mapping. */
export function queueEvent(...bodies: string[]): object {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `059f36b4-87a3-44ab-83d2-66197597a1e${index}`,
      receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
      body,
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1773342238000',
        SequenceNumber: '18849496460467696128',
        MessageGroupId: `group ${index}`,
        SenderId: 'AIDAIO23YVJENQZJOL4VO',
        MessageDeduplicationId: `${index}`,
        ApproximateFirstReceiveTimestamp: '1773342238001',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:vesper-events.fifo',
      awsRegion: 'eu-central-1',
    })),
  }
}

/** An event of an EventBridge schedule. */
export const SCHEDULED = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111122223333',
  time: '2026-03-12T19:03:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:events:eu-central-1:111122223333:rule/EveryMinute'],
  detail: {},
}
