import { type IncomingMessage, type ServerResponse, request as send } from 'node:http'

interface Options {
  /** The body, if it was read already. */
  body?: Buffer | null
  /** Takes over the answer instead of the caller, and returns true then. */
  intercept?(answer: IncomingMessage): boolean
}

/** Forwards a request to the server at `target`, and streams the answer back. A broken side breaks the other one. */
export function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  { body, intercept }: Options = {},
): void {
  const { hostname, port } = new URL(target)
  const { method, url, headers } = request
  const onward = send({ hostname, port, method, path: url, headers }, (answer) => {
    if (intercept?.(answer)) return
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.on('error', () => onward.destroy())
  response.on('close', () => onward.destroy())
  if (body) onward.end(body)
  else request.pipe(onward)
}
