export { wasAdmin } from './admins.ts'
export { changeMembers } from './changeMembers.ts'
export { createdGroupSchema, createGroup } from './createGroup.ts'
export { getGroup } from './getGroup.ts'
export {
  getInvite,
  inviteCodeSchema,
  inviteSchema,
  joinedSchema,
  joinGroup,
  leaveGroup,
} from './invite.ts'
export { decideJoinRequests, joinRequestViewSchema, listJoinRequests } from './joinRequests.ts'
export { listGroups } from './listGroups.ts'
export { findGroup } from './loadGroup.ts'
export { participantResultSchema } from './participantResults.ts'
export { type GroupAction, type GroupChange, recordGroupChange } from './recordGroupChange.ts'
export { type Entry, forgetGroup, recordAllGroups, recordGroup } from './recordGroups.ts'
export { removeGroupPicture, setGroupPicture } from './setGroupPicture.ts'
export { type GroupSnapshot, isMember } from './snapshot.ts'
export { updateGroup } from './updateGroup.ts'
export { groupDetailSchema, groupSchema } from './view.ts'
