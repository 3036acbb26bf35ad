/** Where AWS' JSON protocol and the query protocol before it name an error differently, the SDK wants both. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
}

/** An error that SQS knows. */
export class SqsError extends Error {
  override readonly name = 'SqsError'
  /** Without its namespace. */
  readonly type: string
  readonly status: 400 | 500

  constructor(type: string, message: string, status: 400 | 500 = 400) {
    super(message)
    this.type = type
    this.status = status
  }

  /** The value of the header `x-amzn-query-error`. */
  get queryError(): string {
    return `${QUERY_CODES[this.type] ?? this.type};${this.status === 500 ? 'Receiver' : 'Sender'}`
  }
}

export class QueueDoesNotExist extends SqsError {
  constructor() {
    super('QueueDoesNotExist', 'The specified queue does not exist.')
  }
}
