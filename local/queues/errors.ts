/** The error names of the older query protocol, if they differ. The SDK expects both names. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
}

/** An error of SQS. */
export class SqsError extends Error {
  override readonly name = 'SqsError'
  /** The error's name without its namespace. */
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
