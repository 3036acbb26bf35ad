import { expect } from 'vitest'
import { call } from './client.fixture.ts'
import type { Stage } from './stage.fixture.ts'

/** The fields of a group's answers that the tests read. */
export interface GroupAnswer {
  id: string
  subject: string
  inviteCode?: string
  participants: { phone: string; admin: string | null }[]
  results: { phone: string; status: number; inviteCode?: string }[]
  error: { code: string }
}

/** Calls `/phones/:phone/groups…`. */
export async function groups(stage: Stage, method: string, phone: string, path: string, body?: object) {
  const answer = await call(stage.sandbox, method, `/phones/${phone}/groups${path}`, body)
  return { status: answer.status, body: answer.body as unknown as GroupAnswer }
}

/**
 * Creates a group.
 * @returns the id of the group
 */
export async function newGroup(stage: Stage, creator: string, participants: string[], subject = 'A group') {
  const { status, body } = await groups(stage, 'POST', creator, '', { subject, participants })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

export const pn = (phone: string) => `${phone}@s.whatsapp.net`

/** Returns the error code of a refused query. */
export async function refusal(query: Promise<unknown> | undefined): Promise<number> {
  const error = await query?.then(
    () => undefined,
    (reason: { data: number }) => reason,
  )
  return error?.data ?? 0
}
