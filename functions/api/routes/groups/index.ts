import type { Route } from '../../route.ts'
import {
  addParticipantsRoute,
  demoteParticipantsRoute,
  promoteParticipantsRoute,
  removeParticipantsRoute,
} from './changeMembers.ts'
import { createGroupRoute } from './createGroup.ts'
import { getGroupRoute } from './getGroup.ts'
import { getInviteRoute, revokeInviteRoute } from './invite.ts'
import { joinGroupRoute } from './joinGroup.ts'
import { approveJoinRequestsRoute, listJoinRequestsRoute, rejectJoinRequestsRoute } from './joinRequests.ts'
import { leaveGroupRoute } from './leaveGroup.ts'
import { listGroupsRoute } from './listGroups.ts'
import { removeGroupPictureRoute, setGroupPictureRoute } from './picture.ts'
import { setGroupSettingsRoute } from './setGroupSettings.ts'
import { updateGroupRoute } from './updateGroup.ts'

/** Routes of the groups that a session is in. */
export const groupRoutes: readonly Route[] = [
  listGroupsRoute,
  createGroupRoute,
  getGroupRoute,
  updateGroupRoute,
  addParticipantsRoute,
  removeParticipantsRoute,
  promoteParticipantsRoute,
  demoteParticipantsRoute,
  setGroupSettingsRoute,
  setGroupPictureRoute,
  removeGroupPictureRoute,
  getInviteRoute,
  revokeInviteRoute,
  joinGroupRoute,
  leaveGroupRoute,
  listJoinRequestsRoute,
  approveJoinRequestsRoute,
  rejectJoinRequestsRoute,
]
