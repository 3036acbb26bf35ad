import {
  type BinaryNode,
  generateMessageIDV2,
  getAllBinaryNodeChildren,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  S_WHATSAPP_NET,
  type WASocket,
} from '@whiskeysockets/baileys'
import type {
  JoinDecision,
  JoinRequest,
  MemberAction,
  ParticipantAction,
  ParticipantAnswer,
} from '#shared/contracts/groups.ts'
import type { GroupSnapshot } from '#shared/domain/groups/index.ts'
import { bareJid } from '#shared/jid.ts'
import type { SocketListener } from '../types.ts'
import { type NamedJid, namedBeside } from '../usernames.ts'
import { toAnswers } from './answers.ts'
import { readGroup, readMember, readMemberUsernames } from './node.ts'

/** Actions on groups. Each throws WhatsApp's refusal. */
export interface GroupActions {
  /** Fetches all groups of the session. */
  fetchGroups(): Promise<GroupSnapshot[]>
  fetchGroup(id: string): Promise<GroupSnapshot>
  createGroup(
    subject: string,
    participants: readonly string[],
  ): Promise<{ snapshot: GroupSnapshot; participants: ParticipantAnswer[] }>
  setSubject(id: string, subject: string): Promise<void>
  /** Sets the description. An empty description removes it. */
  setDescription(id: string, description: string): Promise<void>
  switchSetting(id: string, setting: 'announce' | 'locked' | 'joinApproval', isOn: boolean): Promise<void>
  setEphemeral(id: string, seconds: number): Promise<void>
  changeMembers(id: string, action: MemberAction, jids: readonly string[]): Promise<ParticipantAnswer[]>
  leaveGroup(id: string): Promise<void>
  inviteCode(id: string, revoke: boolean): Promise<string>
  /** Joins a group. Returns its id, or null if an admin must approve first. */
  joinGroup(code: string): Promise<string | null>
  joinRequests(id: string): Promise<JoinRequest[]>
  decide(id: string, decision: JoinDecision, jids: readonly string[]): Promise<ParticipantAnswer[]>
  /** Sets a square picture; null removes the picture. */
  setPicture(id: string, jpeg: Buffer | null): Promise<void>
}

const SETTINGS = {
  announce: ['not_announcement', 'announcement'],
  locked: ['unlocked', 'locked'],
} as const

/**
 * Creates the group actions of a socket. Baileys' queries are used where they return all that WhatsApp answers. Baileys omits
 * phone numbers and the outcome of each participant, so those queries are ours. The usernames in their answers are reported.
 */
export function groupActions(
  sock: WASocket,
  { onUsernames }: Pick<SocketListener, 'onUsernames'>,
): GroupActions {
  const ask = async (to: string, type: 'get' | 'set', content: BinaryNode): Promise<BinaryNode> => {
    const answer = await sock.query({ tag: 'iq', attrs: { to, type, xmlns: 'w:g2' }, content: [content] })
    onUsernames(usernamesIn(answer))
    return answer
  }
  const lidOf = async (jid: string) => {
    const lid = await sock.signalRepository.lidMapping.getLIDForPN(jid).catch(() => null)
    return lid && bareJid(lid)
  }
  const askAbout = async (id: string, tag: ParticipantAction, jids: readonly string[]) =>
    await toAnswers(jids, getBinaryNodeChild(await ask(id, 'set', naming(tag, jids)), tag), lidOf)

  return {
    fetchGroups: async () => {
      const participating = {
        tag: 'participating',
        attrs: {},
        content: [leaf('participants'), leaf('description')],
      }
      const groups = getBinaryNodeChild(await ask('@g.us', 'get', participating), 'groups')
      return getBinaryNodeChildren(groups, 'group').flatMap((node) => readGroup(node) ?? [])
    },
    fetchGroup: async (id) => expectGroup(await ask(id, 'get', leaf('query', { request: 'interactive' }))),
    createGroup: async (subject, jids) => {
      const create = naming('create', jids, { subject, key: generateMessageIDV2(sock.user?.id) })
      const answer = await ask('@g.us', 'set', create)
      const snapshot = expectGroup(answer)
      return { snapshot, participants: await toAnswers(jids, getBinaryNodeChild(answer, 'group'), lidOf) }
    },
    ...settingActions(sock),
    changeMembers: async (id, action, jids) => await askAbout(id, action, jids),
    leaveGroup: async (id) => await sock.groupLeave(id),
    inviteCode: async (id, revoke) => {
      const code = await (revoke ? sock.groupRevokeInvite(id) : sock.groupInviteCode(id))
      if (!code) throw new Error('WhatsApp returned no invite code')
      return code
    },
    joinGroup: async (code) => (await sock.groupAcceptInvite(code)) ?? null,
    joinRequests: async (id) => {
      const answer = await ask(id, 'get', leaf('membership_approval_requests'))
      const list = getBinaryNodeChild(answer, 'membership_approval_requests')
      return getBinaryNodeChildren(list, 'membership_approval_request').map((node) => {
        const { jid, lid } = readMember(node)
        const { request_time: at } = node.attrs
        return { jid, lid, requestedAt: at ? new Date(Number(at) * 1000).toISOString() : null }
      })
    },
    decide: async (id, decision, jids) => {
      const action = { tag: 'membership_requests_action', attrs: {}, content: [naming(decision, jids)] }
      const done = getBinaryNodeChild(await ask(id, 'set', action), 'membership_requests_action')
      return await toAnswers(jids, getBinaryNodeChild(done, decision), lidOf)
    },
    setPicture: async (id, jpeg) => {
      // Baileys would decode the picture, without a limit.
      const attrs = { to: S_WHATSAPP_NET, type: 'set', xmlns: 'w:profile:picture', target: id }
      const content = jpeg ? [{ tag: 'picture', attrs: { type: 'image' }, content: jpeg }] : []
      await sock.query({ tag: 'iq', attrs, content })
    },
  }
}

function settingActions(
  sock: WASocket,
): Pick<GroupActions, 'setSubject' | 'setDescription' | 'switchSetting' | 'setEphemeral'> {
  return {
    setSubject: async (id, subject) => await sock.groupUpdateSubject(id, subject),
    setDescription: async (id, description) => await sock.groupUpdateDescription(id, description),
    switchSetting: async (id, setting, isOn) => {
      if (setting === 'joinApproval') await sock.groupJoinApprovalMode(id, isOn ? 'on' : 'off')
      else await sock.groupSettingUpdate(id, SETTINGS[setting][isOn ? 1 : 0])
    },
    setEphemeral: async (id, seconds) => await sock.groupToggleEphemeral(id, seconds),
  }
}

/** Returns the usernames of the people that an answer about groups names. */
function usernamesIn(answer: BinaryNode): NamedJid[] {
  const parts = getAllBinaryNodeChildren(answer).flatMap((child) => [
    child,
    ...getAllBinaryNodeChildren(child),
  ])
  return parts.flatMap((node) => [
    ...readMemberUsernames(node),
    ...(node.tag === 'membership_approval_request' ? namedBeside(node.attrs.jid, node.attrs.username) : []),
  ])
}

function leaf(tag: string, attrs: Record<string, string> = {}): BinaryNode {
  return { tag, attrs }
}

function naming(tag: string, jids: readonly string[], attrs: Record<string, string> = {}): BinaryNode {
  return { tag, attrs, content: jids.map((jid) => leaf('participant', { jid })) }
}

function expectGroup(answer: BinaryNode): GroupSnapshot {
  const snapshot = readGroup(getBinaryNodeChild(answer, 'group'))
  if (!snapshot) throw new Error('WhatsApp returned no group')
  return snapshot
}
