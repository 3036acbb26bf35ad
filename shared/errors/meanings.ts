import type { ErrorCode, ErrorDetail } from './table.ts'

/** The meaning of an error code for applications. The OpenAPI documents and docs/errors.md show the meaning. */
export interface ErrorMeaning {
  /** Sentence that says when the gateway answers with this code. */
  when: string
  /** Sentence that says what the application does. */
  remedy: string
  /** True if the same request may succeed later without a change. */
  isRetryable: boolean
  example: { message: string; details?: readonly ErrorDetail[] }
}

export const ERROR_MEANINGS: Record<ErrorCode, ErrorMeaning> = {
  VALIDATION_ERROR: {
    when: 'The path, the query, a header or the body is not valid. `details` lists the faults.',
    remedy: 'Correct the fields that `details` names.',
    isRetryable: false,
    example: { message: 'text: Required', details: [{ path: 'text', message: 'Required' }] },
  },
  UNAUTHORIZED: {
    when: 'The API key or the admin token is missing, malformed, unknown, revoked or expired, or the key does not allow the address.',
    remedy: 'Send a valid API key in `x-api-key`, or the admin token as `Authorization: Bearer`.',
    isRetryable: false,
    example: {
      message:
        'Missing or invalid API key. Send an API key in the x-api-key header. API keys begin with vsp_.',
    },
  },
  LIMIT_EXCEEDED: {
    when: 'A limit or a cap of the plan is reached: apps, sessions, messages of the month, or stored objects.',
    remedy: 'Delete objects, wait for the next month, or ask the operator for a larger plan.',
    isRetryable: false,
    example: { message: 'Monthly message limit (5000) exceeded' },
  },
  FORBIDDEN: {
    when: 'The account is suspended, the key may not do this, or the address of the gateway is closed.',
    remedy: 'Ask the operator of the gateway. The message names a missing scope.',
    isRetryable: false,
    example: {
      message: 'This account is suspended. Ask the operator of this gateway to resume the account.',
    },
  },
  NOT_FOUND: {
    when: 'The object or the path does not exist, or the object belongs to another app.',
    remedy: 'Check the id and the path.',
    isRetryable: false,
    example: { message: 'Session YoNofiM9vtHy does not exist.' },
  },
  METHOD_NOT_ALLOWED: {
    when: 'The path exists, but not with this method. The header `Allow` lists the methods of the path.',
    remedy: 'Use a method that `Allow` lists.',
    isRetryable: false,
    example: { message: 'GET is not allowed here. Use POST.' },
  },
  REQUEST_TIMEOUT: {
    when: 'The headers or the body did not arrive in time. Only the server of one machine gives this answer.',
    remedy: 'Open a new connection, and repeat the request.',
    isRetryable: true,
    example: {
      message: 'The request did not arrive in time. Open a new connection and send the request again.',
    },
  },
  CONFLICT: {
    when: 'The request contradicts the current state of the object, such as a session name that exists already.',
    remedy: 'Read the object. Change its state as the message says, then repeat the request.',
    isRetryable: false,
    example: {
      message:
        'A session named "store-whatsapp" already exists. Choose another name, or delete that session first.',
    },
  },
  SESSION_NOT_CONNECTED: {
    when: 'The session was never paired or is logged out, or WhatsApp refuses it. `details` has the reason, and the end of a temporary ban.',
    remedy: 'Do what the message says: pair or restart the session, or wait until `retryAt`.',
    isRetryable: false,
    example: {
      message:
        'Session YoNofiM9vtHy is not linked to a phone. Scan the QR code from GET /sessions/YoNofiM9vtHy/qr first.',
    },
  },
  IDEMPOTENCY_CONFLICT: {
    when: 'The first request with this `Idempotency-Key` is still running, or the key belongs to another request.',
    remedy: 'Repeat the request after some seconds. Use a new key for each new request.',
    isRetryable: true,
    example: { message: 'A request with this Idempotency-Key is still running. Try again in a moment.' },
  },
  USERNAME_KEY_REQUIRED: {
    when: 'The person protects the username by a key, and the request has no key or a wrong key.',
    remedy: 'Ask the person for the 4 digits, and give them as `usernameKey`.',
    isRetryable: false,
    example: {
      message:
        'The username @ayse.yilmaz is protected by a key. Give the 4 digits of the key as usernameKey.',
    },
  },
  PAYLOAD_TOO_LARGE: {
    when: 'The body is larger than 6 MB.',
    remedy:
      'Send a file by `url`, or by an upload slot from `POST /media`. Divide a list into several requests.',
    isRetryable: false,
    example: { message: 'The request body is larger than 6291456 bytes.' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    when: 'The body is compressed, or its charset is not UTF-8. A CSV body may have other charsets, which the message lists.',
    remedy: 'Send the body in UTF-8 and without `Content-Encoding`.',
    isRetryable: false,
    example: { message: 'The body must not be compressed. Send it without Content-Encoding.' },
  },
  UNPROCESSABLE_MEDIA: {
    when: 'The file cannot be fetched or read, is too large, or has a type that is not accepted.',
    remedy: 'Check the URL, the size and the type of the file.',
    isRetryable: false,
    example: { message: 'The URL answered 404.' },
  },
  WHATSAPP_REJECTED: {
    when: 'WhatsApp refused the operation. `details` has the code of WhatsApp.',
    remedy: 'Check the permissions of the session, such as admin rights in the group.',
    isRetryable: false,
    example: {
      message: 'WhatsApp refused to change the group.',
      details: [{ path: 'whatsapp', message: '403' }],
    },
  },
  RATE_LIMITED: {
    when: 'The key or the address has sent more requests than a minute allows.',
    remedy: 'Wait for as many seconds as `Retry-After` says, then repeat the request.',
    isRetryable: true,
    example: { message: 'Rate limit exceeded (100 requests/minute). Try again in 12 s.' },
  },
  HEADERS_TOO_LARGE: {
    when: 'The URL and the headers are together larger than 16 KB. Only the server of one machine gives this answer.',
    remedy: 'Shorten the URL or the headers.',
    isRetryable: false,
    example: { message: 'The URL and the headers are too large. Shorten them.' },
  },
  INTERNAL_ERROR: {
    when: 'The gateway failed unexpectedly. The log of the gateway has the cause under the request id.',
    remedy: 'Repeat the request once with the same `Idempotency-Key`. Report the request id.',
    isRetryable: true,
    example: { message: 'An internal error occurred. Include the request id when you report it.' },
  },
  SERVICE_UNAVAILABLE: {
    when: 'The database or the queue cannot be reached. The gateway accepted nothing.',
    remedy: 'Repeat the request after a moment.',
    isRetryable: true,
    example: { message: 'The database cannot be reached; nothing was accepted. Try again in a moment.' },
  },
  OUTCOME_UNKNOWN: {
    when: 'The database or the queue did not answer in time. The gateway does not know whether it accepted the request.',
    remedy: 'Repeat the request with the same `Idempotency-Key`.',
    isRetryable: true,
    example: {
      message:
        'The database or the queue did not answer in time. The gateway does not know whether it accepted the request.',
    },
  },
  TIMEOUT: {
    when: 'The connector gave no answer in time. The message says whether the operation may still happen.',
    remedy:
      'Repeat the request with the same `Idempotency-Key`: the second run waits for the first operation.',
    isRetryable: true,
    example: {
      message:
        'No answer in time to: create a group. The operation was cancelled and will not happen. Try again.',
    },
  },
}
