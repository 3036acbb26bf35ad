import { writeFile } from 'node:fs/promises'

const EVERY_MS = 10_000

/**
 * Touches a file while the event loop runs, so that ECS can replace a process that hangs. The file says nothing about the
 * database or WhatsApp, which a new process could not repair.
 * @returns a function that stops it
 * @throws Error if the file cannot be written at the start; later failures leave the file stale
 */
export async function startHeartbeat(file: string, everyMs = EVERY_MS): Promise<() => void> {
  await writeFile(file, '')
  const timer = setInterval(() => void writeFile(file, '').catch(() => undefined), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
