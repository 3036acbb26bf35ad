import { z } from 'zod'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { askGroup, type GroupRef } from './askGroup.ts'

const LINK = 'https://chat.whatsapp.com/'

export const inviteSchema = z.object({
  code: z.string().meta({ example: 'CjQKHYwM7pA0VdQ2Q4dOi1' }),
  link: z.url().meta({ example: `${LINK}CjQKHYwM7pA0VdQ2Q4dOi1` }),
})

export const joinedSchema = z.object({
  groupId: z.string().nullable().meta({
    description: 'null while an admin has still to let you in',
    example: '120363041234567890@g.us',
  }),
  status: z.enum(['joined', 'requested']),
})

/** An invite code, as it is or in its link; parsed to the code. */
export const inviteCodeSchema = z
  .string()
  .transform((written) => written.trim().replace(/^(?:https?:\/\/)?chat\.whatsapp\.com\/(?:invite\/)?/, ''))
  .pipe(z.string().regex(/^[\w-]{8,64}$/, 'Give an invite link, or the code at its end'))

/** A group's invite link; with `revoke` a new one, and the old one leads nowhere. For admins.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected */
export async function getInvite({
  ctx,
  input: { revoke, ...ref },
}: {
  ctx: AppContext
  input: GroupRef & { revoke: boolean }
}): Promise<z.infer<typeof inviteSchema>> {
  const operation = revoke ? 'revoke an invite link' : 'get an invite link'
  const answer = await askGroup({
    ctx,
    input: { group: ref, request: { kind: 'group.invite', revoke }, operation },
  })
  const { code } = z.object({ code: z.string() }).parse(answer)
  return { code, link: `${LINK}${code}` }
}

/** Comes into a group by its invite code; where admins decide, asks to be let in.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected */
export async function joinGroup({
  ctx,
  input: { sessionId, code },
}: {
  ctx: AppContext
  input: { sessionId: string; code: string }
}): Promise<z.infer<typeof joinedSchema>> {
  const session = await loadPairedSession({ ctx, input: { id: sessionId } })
  const request = { kind: 'group.join', code } as const
  const answer = await askConnector({ ctx, input: { session, request, operation: 'join a group' } })
  const { groupId } = z.object({ groupId: z.string().nullable() }).parse(answer)
  return { groupId, status: groupId === null ? 'requested' : 'joined' }
}

/** Leaves a group.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected */
export async function leaveGroup({ ctx, input }: { ctx: AppContext; input: GroupRef }): Promise<void> {
  await askGroup({
    ctx,
    input: { group: input, request: { kind: 'group.leave' }, operation: 'leave a group' },
  })
}
