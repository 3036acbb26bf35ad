/** The error codes of the control API, with their HTTP status. */
const STATUS = {
  invalid_body: 400,
  invalid_qr: 400,
  invalid_code: 400,
  not_allowed: 400,
  body_too_large: 413,
  not_admin: 403,
  group_refused: 409,
  unknown_group: 404,
  unknown_channel: 404,
  unknown_phone: 404,
  unknown_recipient: 404,
  unknown_device: 404,
  unknown_message: 404,
  no_media: 404,
  unknown_qr: 404,
  unknown_code: 404,
  unknown_route: 404,
  phone_offline: 409,
  already_linked: 409,
  username_taken: 409,
  too_many_devices: 409,
  pairing_refused: 409,
  pairing_timeout: 504,
} as const

export type ErrorCode = keyof typeof STATUS

/** An error with a fixed code, an HTTP status and a sentence for the reader. */
export class SandboxError extends Error {
  readonly code: ErrorCode
  readonly status: (typeof STATUS)[ErrorCode]

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
    this.status = STATUS[code]
  }
}
