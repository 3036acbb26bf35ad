/** The refusal of a request, in QStash's form: `{error}` and a status. */
export class QStashError extends Error {
  readonly status: 400 | 401 | 404 | 413

  constructor(status: QStashError['status'], message: string) {
    super(message)
    this.status = status
  }
}
