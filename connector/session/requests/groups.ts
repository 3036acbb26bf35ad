import { buffer } from 'node:stream/consumers'
import type { ParticipantAnswer } from '#shared/contracts/groups.ts'
import { toProfilePicture, UnacceptableMedia } from '#shared/media/index.ts'
import type { Connection } from '../connection.ts'
import { type ConnectedRequest, done, type RequestContext, type RequestHandlers } from './handler.ts'

type Kind = Extract<ConnectedRequest['kind'], `group${string}`>
type Update = Extract<ConnectedRequest, { kind: 'group.update' }>

/**
 * Handlers that store WhatsApp's current state of the group in the database, because the notification may arrive after the
 * answer.
 */
export const groupRequests: RequestHandlers<Kind> = {
  'groups.sync': async ({ connection, groups }) => {
    await groups.fetchAll(connection)
    return done({})
  },
  'group.fetch': async ({ connection, groups }, { groupId }) => {
    await groups.fetch(connection, groupId)
    return done({})
  },
  'group.create': async (context, { subject, participants }) => {
    const { connection, groups } = context
    const people = await findPeople(context, participants)
    const made = await connection.ask((socket) => socket.createGroup(subject, people.jids))
    // Stores the new group before the fetch, which may fail.
    await groups.keepCreated(made.snapshot, connection.ownJids)
    await refreshGroup(context, made.snapshot.id)
    return done({ groupId: made.snapshot.id, participants: people.answersFor(made.participants) })
  },
  'group.update': async (context, request) => {
    for (const change of changesOf(request)) await change(context.connection)
    await refreshGroup(context, request.groupId)
    return done({})
  },
  'group.members': async (context, { groupId, action, participants }) => {
    const people = await findPeople(context, participants)
    const answers = await context.connection.ask((socket) =>
      socket.changeMembers(groupId, action, people.jids),
    )
    await refreshGroup(context, groupId)
    return done(people.answersFor(answers))
  },
  'group.leave': async ({ connection, groups }, { groupId }) => {
    await connection.ask((socket) => socket.leaveGroup(groupId))
    await groups.forget(groupId)
    return done({})
  },
  'group.invite': async ({ connection }, { groupId, revoke }) =>
    done({ code: await connection.ask((socket) => socket.inviteCode(groupId, revoke)) }),
  'group.join': async (context, { code }) => {
    const groupId = await context.connection.ask((socket) => socket.joinGroup(code))
    if (groupId !== null) await refreshGroup(context, groupId)
    return done({ groupId })
  },
  'group.picture': async (context, { groupId, mediaKey }) => {
    const { connection } = context
    const jpeg = mediaKey === null ? null : await pictureOf(context, mediaKey)
    await connection.ask((socket) => socket.setPicture(groupId, jpeg))
    return done({})
  },
  'group.join-requests': async ({ connection }, { groupId }) =>
    done(await connection.ask((socket) => socket.joinRequests(groupId))),
  'group.decide': async (context, { groupId, decision, participants }) => {
    const people = await findPeople(context, participants)
    const answers = await context.connection.ask((socket) => socket.decide(groupId, decision, people.jids))
    await refreshGroup(context, groupId)
    return done(people.answersFor(answers))
  },
}

/** The people of a request by the JIDs that WhatsApp knows. */
interface People {
  jids: string[]
  /** Returns WhatsApp's answers by the JIDs of the request. Two spellings of one person have the same answer. */
  answersFor(answers: readonly ParticipantAnswer[]): ParticipantAnswer[]
}

/** Finds the people of a request. WhatsApp knows an account by one spelling of its number. */
async function findPeople(
  { accounts, connection }: RequestContext,
  given: readonly string[],
): Promise<People> {
  const found = await Promise.all(
    given.map(async (jid) => [jid, await accounts.chatOf(connection, jid)] as const),
  )
  return {
    jids: [...new Set(found.map(([, jid]) => jid))],
    answersFor: (answers) =>
      found.flatMap(([participant, jid]) =>
        answers.filter((answer) => answer.participant === jid).map((answer) => ({ ...answer, participant })),
      ),
  }
}

/**
 * Fetches a group after a change. A failed fetch does not fail the request: WhatsApp has carried out the change, and its
 * notification follows.
 */
async function refreshGroup(
  { connection, groups, lidMappings, services, sessionId }: RequestContext,
  groupId: string,
): Promise<void> {
  // The request may have named a person whose number WhatsApp hides.
  await lidMappings.learned()
  await groups
    .fetch(connection, groupId)
    .catch((err: unknown) => services.log.warn({ err, sessionId }, 'groups.fetch_failed'))
}

/**
 * Converts a stored file into a group's picture, in the session's turn.
 * @throws UnacceptableMedia if the file is missing or not a picture
 */
async function pictureOf(
  { services: { media, preparations }, appId, sessionId, leaseHandle }: RequestContext,
  key: string,
): Promise<Buffer> {
  const options = { tenant: appId, session: sessionId, signal: leaseHandle.ended }
  return await preparations.run(options, async () => {
    const stored = await media.get(key)
    if (!stored)
      throw new UnacceptableMedia({ reason: 'unreachable', why: 'the file is no longer in the media store.' })
    return await toProfilePicture(await buffer(stored.body))
  })
}

/** Yields one change after the other, because WhatsApp has a query for each. */
function* changesOf({
  groupId: id,
  subject,
  description,
  announce,
  locked,
  ephemeralSeconds,
  joinApproval,
}: Update): Generator<(connection: Connection) => Promise<void>> {
  if (subject !== undefined) yield (to) => to.ask((socket) => socket.setSubject(id, subject))
  if (description !== undefined) yield (to) => to.ask((socket) => socket.setDescription(id, description))
  if (ephemeralSeconds !== undefined)
    yield (to) => to.ask((socket) => socket.setEphemeral(id, ephemeralSeconds))
  for (const [setting, isOn] of Object.entries({ announce, locked, joinApproval }) as [
    'announce' | 'locked' | 'joinApproval',
    boolean | undefined,
  ][])
    if (isOn !== undefined) yield (to) => to.ask((socket) => socket.switchSetting(id, setting, isOn))
}
