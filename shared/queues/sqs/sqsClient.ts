import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs'
import type { QueueEnvironment } from '#shared/contracts/environment.ts'
import { post } from './post.ts'
import { Signer } from './signer.ts'
import { SqsError } from './sqsError.ts'

/** The actions that we call, with their input and their answer. */
interface Actions {
  ChangeMessageVisibilityBatch: [ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult]
  DeleteMessageBatch: [DeleteMessageBatchRequest, Partial<DeleteMessageBatchResult>]
  ReceiveMessage: [ReceiveMessageRequest, ReceiveMessageResult]
  SendMessage: [SendMessageRequest, SendMessageResult]
  SendMessageBatch: [SendMessageBatchRequest, Partial<SendMessageBatchResult>]
}
export type SqsAction = keyof Actions

const ATTEMPTS = 3
/** Longest delay before the first retry, in ms. The limit doubles with each retry. */
const RETRY_MS = 100
/** The limit before the first retry of a throttled call, in ms. */
const THROTTLED_MS = 500
const LIMITS = { connectMs: 2_000, silentMs: 30_000 }
/** Receives of 16 queues wait for 20 s each, and further calls run beside them. */
const MAX_SOCKETS = 200
/** AWS closes an unused connection after a longer time, so that a request rarely meets a closed connection. */
const UNUSED_MS = 15_000

export interface SqsClientOptions extends Partial<typeof LIMITS> {
  now?(): number
}

/**
 * Calls SQS by its JSON protocol on connections that stay open. The SDK's own client spends several times the CPU time of a call on
 * its middleware. Names and shapes of inputs and answers are those of the SDK.
 */
export class SqsClient {
  readonly #endpoint: string | undefined
  readonly #limits: typeof LIMITS
  readonly #signer: Signer
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: UNUSED_MS }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: UNUSED_MS }),
  }

  constructor(
    environment: Pick<QueueEnvironment, 'AWS_REGION' | 'AWS_ENDPOINT_URL_SQS'>,
    { now = Date.now, ...limits }: SqsClientOptions = {},
  ) {
    this.#endpoint = environment.AWS_ENDPOINT_URL_SQS
    this.#limits = { ...LIMITS, ...limits }
    this.#signer = new Signer(environment.AWS_REGION, now)
  }

  /**
   * Calls an action. A call that got no answer, or an error of AWS itself, is tried three times.
   * @throws SqsError with the answer of SQS, the error of the network, or the reason of the signal
   */
  async send<Action extends SqsAction>(
    action: Action,
    input: Actions[Action][0],
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ): Promise<Actions[Action][1]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.#call(action, input, abortSignal)) as Actions[Action][1]
      } catch (error) {
        abortSignal?.throwIfAborted()
        if (attempt >= ATTEMPTS || !this.#mayRetry(error)) throw error
        const first = error instanceof SqsError && error.isThrottling ? THROTTLED_MS : RETRY_MS
        await wait(Math.random() * first * 2 ** (attempt - 1), undefined, { signal: abortSignal })
      }
    }
  }

  /** Closes the connections. Running calls fail. */
  destroy(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  async #call(action: SqsAction, input: Actions[SqsAction][0], signal: AbortSignal | undefined) {
    const url = new URL('/', this.#endpoint ?? input.QueueUrl)
    const body = JSON.stringify(input)
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `AmazonSQS.${action}`,
    }
    const signed = await this.#signer.sign({ url, headers, body })
    const agent = this.#agents[url.protocol === 'https:' ? 'https:' : 'http:']
    const answer = await post(url, { agent, headers: signed, body, signal, ...this.#limits })
    if (answer.status === 200) return JSON.parse(answer.text)
    throw new SqsError(answer)
  }

  #mayRetry(error: unknown): boolean {
    if (!(error instanceof SqsError)) return true
    if (error.isSkewed) return this.#signer.learnClock(error.date)
    if (error.isExpired) this.#signer.renew()
    return error.isPassing || error.isExpired
  }
}
