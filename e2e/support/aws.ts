import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** Answers one operation, or throws an Error with the name of AWS' exception. */
export type AwsOperation = (input: Record<string, string>) => object | Promise<object>

export interface Aws {
  endpoint: string
  /** Names of the called operations, in order. */
  called: string[]
  stop(): Promise<void>
}

/** Starts a stand-in for AWS services with a JSON protocol (KMS: `TrentService.Decrypt`, `secretsmanager.GetSecretValue`). */
export async function startAws(operations: Record<string, AwsOperation>): Promise<Aws> {
  const called: string[] = []
  const server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'])
    called.push(target)
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    try {
      const operation = operations[target]
      if (!operation) throw Object.assign(new Error(target), { name: 'UnknownOperationException' })
      answer(200, await operation((await json(request)) as Record<string, string>))
    } catch (error) {
      const { name, message } = error as Error
      answer(400, { __type: name, message })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    called,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
