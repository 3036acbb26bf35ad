import { z } from 'zod'
import { WHITE_SPACE } from '#shared/input/index.ts'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { askGroup, type GroupRef } from './askGroup.ts'

const LINK = 'https://chat.whatsapp.com/'

export const inviteSchema = z
  .object({
    code: z.string().meta({ description: 'Code of the invite link', example: 'CjQKHYwM7pA0VdQ2Q4dOi1' }),
    link: z.url().meta({
      description: 'Link with which a person joins the group',
      example: `${LINK}CjQKHYwM7pA0VdQ2Q4dOi1`,
    }),
  })
  .meta({
    id: 'GroupInvite',
    description: 'The invite link of a group',
    example: { code: 'CjQKHYwM7pA0VdQ2Q4dOi1', link: `${LINK}CjQKHYwM7pA0VdQ2Q4dOi1` },
  })

export const joinedSchema = z
  .object({
    groupId: z.string().nullable().meta({
      description: 'Group ID; null until an admin approves the join request',
      example: '120363041234567890@g.us',
    }),
    status: z.enum(['joined', 'requested']).meta({
      description:
        '`joined`: the session is in the group. `requested`: an admin must approve the join request',
      example: 'joined',
    }),
  })
  .meta({
    id: 'GroupJoined',
    description: 'The outcome of an invite link',
    example: { groupId: '120363041234567890@g.us', status: 'joined' },
  })

const AROUND = `[${WHITE_SPACE}]*`
const INVITE = new RegExp(
  `^${AROUND}(?:(?:https?://)?chat\\.whatsapp\\.com/(?:invite/)?)?([A-Za-z0-9_-]{8,64})${AROUND}$`,
)

/** An invite code, alone or in an invite link. The parsed value is the code. */
export const inviteCodeSchema = z
  .string()
  .max(500, { abort: true })
  .regex(INVITE, 'Give an invite link, or the code at the end of the link')
  .transform((written) => INVITE.exec(written)?.[1] ?? written)

/**
 * Returns a group's invite link. With `revoke`, creates a new link and invalidates the old link. WhatsApp accepts this
 * from admins only.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
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

/**
 * Joins a group by its invite code. If admins approve new members, sends a join request.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
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

/**
 * Leaves a group.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function leaveGroup({ ctx, input }: { ctx: AppContext; input: GroupRef }): Promise<void> {
  await askGroup({
    ctx,
    input: { group: input, request: { kind: 'group.leave' }, operation: 'leave a group' },
  })
}
