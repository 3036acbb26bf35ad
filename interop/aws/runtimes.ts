import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs'
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { inject } from 'vitest'
import { z } from 'zod'
import type { Call } from '../../e2e/support/client.ts'
import { httpEvent } from '../../e2e/support/lambda.ts'
import { essentialEnvironment, readInteropConfig } from '../config.ts'
import { outputsOf } from './deployStacks.ts'
import type { Cloud } from './startCloud.ts'

const answerSchema = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string(),
})

/** Returns a caller of the deployed API: each request is an event of API Gateway to the function that Lambda has. */
export async function apiOf({ moto }: Cloud): Promise<Call> {
  const call = await functionOf(moto, 'api')
  return async (method, url, body, headers = {}) => {
    const event = httpEvent(
      method,
      url,
      { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body === undefined ? undefined : JSON.stringify(body),
    )
    const answer = answerSchema.parse(JSON.parse(await call(event)))
    return { status: answer.statusCode, headers: new Headers(answer.headers), body: JSON.parse(answer.body) }
  }
}

/** Returns a caller of a deployed function, by the name of its bundle. */
export async function functionOf(
  moto: Cloud['moto'],
  name: string,
): Promise<(event: object) => Promise<string>> {
  const client = new LambdaClient(moto.client)
  const { Functions = [] } = await client.send(new ListFunctionsCommand({ MaxItems: 50 }))
  const found = Functions.find(({ Description }) => Description === `Vesper Gateway: ${name}`)
  return async (event) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: found?.FunctionName, Payload: JSON.stringify(event) }),
    )
    const text = Buffer.from(Payload ?? []).toString()
    if (FunctionError) throw new Error(`The function ${name} failed: ${text}`)
    return text
  }
}

/** Starts a connector with the variables of the deployed task, and stand-ins for AWS, Neon and WhatsApp. */
export async function startTask({ moto, database, sandbox }: Cloud): Promise<{ stop(): Promise<void> }> {
  const authority = path.join(inject('folder'), `cloud-ca-${process.pid}.pem`)
  await writeFile(authority, sandbox.mediaCaPem)
  const { VESPER_CONNECTOR_MAIN, TEST_LOG } = readInteropConfig()
  const child = fork(VESPER_CONNECTOR_MAIN, {
    execArgv: [],
    env: {
      ...(await environmentOfTask(moto)),
      ...essentialEnvironment(),
      LOG_LEVEL: TEST_LOG,
      NODE_EXTRA_CA_CERTS: authority,
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_ENDPOINT_URL_SQS: moto.endpoint,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      VESPER_DATABASE_PROXY: database.VESPER_DATABASE_PROXY,
      VESPER_WHATSAPP_URL: sandbox.socketUrl,
      VESPER_WHATSAPP_MEDIA_URL: sandbox.mediaUrl,
      VESPER_WHATSAPP_ROOT_KEY: sandbox.rootPublicKey,
      VESPER_QUEUE_WAIT_SECONDS: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), endOf(child)])
  return {
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function endOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`The connector ended with ${code} at its start`)
}

/** Reads the variables of the connector from the task definition of the service. */
async function environmentOfTask(moto: Cloud['moto']): Promise<Record<string, string>> {
  const client = new ECSClient(moto.client)
  const { Cluster = '', Service = '' } = await outputsOf(moto, 'VesperGateway')
  const { services } = await client.send(
    new DescribeServicesCommand({ cluster: Cluster, services: [Service] }),
  )
  const { taskDefinition } = await client.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition }),
  )
  client.destroy()
  const [container] = taskDefinition?.containerDefinitions ?? []
  return Object.fromEntries(container?.environment?.map(({ name, value }) => [name, value]) ?? [])
}
