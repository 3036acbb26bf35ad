import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

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

/** A bundle in a process with only the given environment and folder. */
export interface Lambda {
  // biome-ignore lint/suspicious/noExplicitAny: tests read results of all shapes
  invoke(event: unknown): Promise<any>
  stop(): Promise<void>
}

/**
 * Loads `index.mjs` of a folder, as a cold start of Lambda does.
 * @throws Error if the process ends
 */
export async function startLambda(folder: string, environment: Record<string, string>): Promise<Lambda> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOST], {
    cwd: folder,
    env: { ...environment, BUNDLE: `${folder}/index.mjs` },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const gone = once(child, 'exit').then(() => {
    throw new Error(`The function's process ended: ${stderr}`)
  })
  gone.catch(() => undefined)
  let calls = 0
  await Promise.race([reply(child, 0), gone])
  return {
    async invoke(event) {
      calls += 1
      const answered = reply(child, calls)
      child.send({ id: calls, event })
      const { result, error } = await Promise.race([answered, gone])
      if (error !== undefined) throw new Error(error)
      return result
    },
    async stop() {
      child.kill('SIGKILL')
      await gone.catch(() => undefined)
    },
  }
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
