import { writeFile } from 'node:fs/promises'

const EVERY_MS = 10_000

/**
 * Touches a file as long as the event loop turns, for whoever replaces a process that hangs. It says nothing of the database or of
 * WhatsApp: a new process would find them as they are.
 * @throws Error if the file can't be written at the start; later it goes stale, which is the sign
 */
export async function startHeartbeat(file: string, everyMs = EVERY_MS): Promise<() => void> {
  await writeFile(file, '')
  const timer = setInterval(() => void writeFile(file, '').catch(() => undefined), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
