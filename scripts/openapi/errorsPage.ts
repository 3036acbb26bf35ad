import { ERROR_CODES, ERROR_MEANINGS, ERROR_STATUS } from '#shared/errors/index.ts'
import { GENERATED, table } from './markdown.ts'

const HEAD = `# Errors

Each failure of the gateway has one envelope. Match on \`code\`: the texts of messages may change.

\`\`\`json
{"success":false,"error":{"code":"VALIDATION_ERROR","message":"text: Required","requestId":"req_4fG7hJ2kL9mNpQrSt5vW","details":[{"path":"text","message":"Required"}]}}
\`\`\`

| field | contents |
|---|---|
| \`code\` | a code of the table below |
| \`message\` | the cause and the remedy, in English |
| \`requestId\` | the value of the header \`X-Request-Id\`; name this id when you report a failure |
| \`details\` | for \`VALIDATION_ERROR\`, the path and the fault of each field; for \`WHATSAPP_REJECTED\`, the code of WhatsApp. For \`SESSION_NOT_CONNECTED\`, the \`reason\`, \`bannedUntil\` and \`retryAt\` of the session |

The OpenAPI documents list the codes of each operation. [http.md](http.md) describes methods, paths and media types.

## Codes
`

const TAIL = `"After a wait" means that the same request may succeed later. Wait 1, 2, 4, 8 and 16 s between repetitions, or as long as \`Retry-After\` says.
Send the same \`Idempotency-Key\` with each repetition of a POST. [retries.md](retries.md) describes how to repeat a request safely.

## Codes for faults of HTTP

These codes have no equal among the codes of the operations. Each says which repair helps, and 400 would say that the body is wrong.

- \`METHOD_NOT_ALLOWED\` (405): the path is right and the method is wrong. \`NOT_FOUND\` would send the caller to a wrong search.
- \`REQUEST_TIMEOUT\` (408): the request was correct as far as it came. The same request may succeed on a new connection.
- \`UNSUPPORTED_MEDIA_TYPE\` (415): the gateway cannot decode the body, and has not looked at its fields.
- \`HEADERS_TOO_LARGE\` (431): the body may be small. \`PAYLOAD_TOO_LARGE\` would send the caller to a smaller body.

## Answers without the envelope

In AWS, API Gateway stands before the gateway. A proxy of your own, a firewall (WAF) or CloudFront may stand there too.
The answers of these services cannot have the envelope.
Read \`success\` first: an answer whose body is not JSON, or has no field \`success\`, does not come from the gateway.

| status | sender and body | meaning | remedy |
|---|---|---|---|
| 403 | WAF or CloudFront: HTML, also for a GET with a body; API Gateway: \`{"message":"Forbidden"}\` | A rule of the firewall refused the request. | Ask the operator. A repetition does not help. |
| 404 | API Gateway: \`{"message":"Not Found"}\` | The path is not a path of the gateway. | Correct the base URL. |
| 413 | API Gateway: \`{"message":"Request Entity Too Large"}\` | The body is larger than API Gateway takes. | Treat the answer as \`PAYLOAD_TOO_LARGE\`. |
| 429 | API Gateway: \`{"message":"Too Many Requests"}\`, without \`Retry-After\` | All callers together exceed the throttle of the installation. | Treat the answer as \`RATE_LIMITED\`. Wait 1 s, and twice as long each time. |
| 500, 502 | API Gateway: \`{"message":"Internal Server Error"}\` | The function ended before it answered. The request may have taken effect. | Treat the answer as \`OUTCOME_UNKNOWN\`. |
| 503, 504 | API Gateway: \`{"message":"Service Unavailable"}\`; CloudFront: HTML | The function did not answer in time, or does not run. The request may have taken effect. | Treat the answer as \`OUTCOME_UNKNOWN\`. |

The firewall of the option \`edge\` answers 429 with the code \`RATE_LIMITED\`, a message and \`Retry-After\`, and without \`requestId\`.
Such an answer has no \`X-Request-Id\`. Report the header \`apigw-requestid\` of API Gateway, or \`x-amz-cf-id\` of CloudFront.
`

/** Returns the page docs/errors.md. */
export function errorsPage(): string {
  const rows = ERROR_CODES.map((code) => {
    const { when, remedy, isRetryable } = ERROR_MEANINGS[code]
    return [`\`${code}\``, String(ERROR_STATUS[code]), when, remedy, isRetryable ? 'after a wait' : 'no']
  })
  return `${GENERATED}\n\n${HEAD}\n${table(['code', 'status', 'when', 'remedy', 'repeat'], rows)}\n\n${TAIL}`
}
