const PARTS = 5

/**
 * Returns a signal that aborts after a time limit of a dependency. The limit passes in five parts, so that a moment in which this
 * process is busy counts as one part at most. Otherwise the limit would measure the process: a timer is due before the answers that
 * arrived in the meantime are read.
 * @param ms the limit, in ms
 */
export function patientSignal(ms: number): AbortSignal {
  const controller = new AbortController()
  let left = PARTS
  const pass = () => {
    left -= 1
    if (left > 0) setTimeout(pass, ms / PARTS).unref()
    else controller.abort(new DOMException(`No answer within ${ms} ms`, 'TimeoutError'))
  }
  setTimeout(pass, ms / PARTS).unref()
  return controller.signal
}
