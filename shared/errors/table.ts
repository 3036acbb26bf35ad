/** The HTTP status of each error code. The OpenAPI document and the docs derive from this table. */
export const ERROR_STATUS = {
  VALIDATION_ERROR: 400,
  UNAUTHORIZED: 401,
  LIMIT_EXCEEDED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  CONFLICT: 409,
  SESSION_NOT_CONNECTED: 409,
  IDEMPOTENCY_CONFLICT: 409,
  USERNAME_KEY_REQUIRED: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_MEDIA: 422,
  WHATSAPP_REJECTED: 422,
  RATE_LIMITED: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 504,
  TIMEOUT: 504,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

export const ERROR_CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]

/** One fault of an input: its path (`text`, `participants.3`) and a message that says what to do. */
export interface ErrorDetail {
  path: string
  message: string
}
