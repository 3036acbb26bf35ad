import type { Route } from '../route.ts'
import { broadcastRoutes } from './broadcast/index.ts'
import { listConversationsRoute, steerConversationRoute } from './chatbot/conversations.ts'
import { createFlowRoute } from './chatbot/createFlow.ts'
import { deleteFlowRoute } from './chatbot/deleteFlow.ts'
import { duplicateFlowRoute } from './chatbot/duplicateFlow.ts'
import { getFlowRoute } from './chatbot/getFlow.ts'
import { getStatsRoute } from './chatbot/getStats.ts'
import { listFlowsRoute } from './chatbot/listFlows.ts'
import { publishFlowRoute, unpublishFlowRoute } from './chatbot/publishFlow.ts'
import { simulateFlowRoute } from './chatbot/simulateFlow.ts'
import { addStepRoute, arrangeStepsRoute, deleteStepRoute, updateStepRoute } from './chatbot/steps.ts'
import { updateFlowRoute } from './chatbot/updateFlow.ts'
import { checkContactsRoute } from './contacts/checkContacts.ts'
import { getContactPictureRoute } from './contacts/getContactPicture.ts'
import { listContactsRoute } from './contacts/listContacts.ts'
import { setPresenceRoute } from './contacts/setPresence.ts'
import {
  addParticipantsRoute,
  demoteParticipantsRoute,
  promoteParticipantsRoute,
  removeParticipantsRoute,
} from './groups/changeMembers.ts'
import { createGroupRoute } from './groups/createGroup.ts'
import { getGroupRoute } from './groups/getGroup.ts'
import { getInviteRoute, revokeInviteRoute } from './groups/invite.ts'
import { joinGroupRoute } from './groups/joinGroup.ts'
import {
  approveJoinRequestsRoute,
  listJoinRequestsRoute,
  rejectJoinRequestsRoute,
} from './groups/joinRequests.ts'
import { leaveGroupRoute } from './groups/leaveGroup.ts'
import { listGroupsRoute } from './groups/listGroups.ts'
import { removeGroupPictureRoute, setGroupPictureRoute } from './groups/picture.ts'
import { setGroupSettingsRoute } from './groups/setGroupSettings.ts'
import { updateGroupRoute } from './groups/updateGroup.ts'
import { createUploadRoute } from './messages/createUpload.ts'
import { deleteMessageRoute } from './messages/deleteMessage.ts'
import { editMessageRoute } from './messages/editMessage.ts'
import { forwardMessageRoute } from './messages/forwardMessage.ts'
import { getMessageRoute } from './messages/getMessage.ts'
import { listMessagesRoute } from './messages/listMessages.ts'
import { readMessageRoute } from './messages/readMessage.ts'
import { revokeMessageRoute } from './messages/revokeMessage.ts'
import { sendAudioRoute } from './messages/send/audio.ts'
import { sendContactRoute } from './messages/send/contact.ts'
import { sendDocumentRoute } from './messages/send/document.ts'
import { sendImageRoute } from './messages/send/image.ts'
import { sendLocationRoute } from './messages/send/location.ts'
import { sendPollRoute } from './messages/send/poll.ts'
import { sendReactionRoute } from './messages/send/reaction.ts'
import { sendStickerRoute } from './messages/send/sticker.ts'
import { sendTextRoute } from './messages/send/text.ts'
import { sendVideoRoute } from './messages/send/video.ts'
import { createSessionRoute } from './sessions/createSession.ts'
import { deleteSessionRoute } from './sessions/deleteSession.ts'
import { getSessionRoute } from './sessions/getSession.ts'
import { getSessionQrRoute } from './sessions/getSessionQr.ts'
import { getSessionStatusRoute } from './sessions/getSessionStatus.ts'
import { listSessionsRoute } from './sessions/listSessions.ts'
import { logoutSessionRoute } from './sessions/logoutSession.ts'
import { requestPairingCodeRoute } from './sessions/requestPairingCode.ts'
import { restartSessionRoute } from './sessions/restartSession.ts'
import { createWebhookRoute } from './webhooks/createWebhook.ts'
import { deleteWebhookRoute } from './webhooks/deleteWebhook.ts'
import { getWebhookRoute } from './webhooks/getWebhook.ts'
import { listDeliveriesRoute } from './webhooks/listDeliveries.ts'
import { listWebhooksRoute } from './webhooks/listWebhooks.ts'
import { replayDeliveryRoute } from './webhooks/replayDelivery.ts'
import { replayFailedRoute } from './webhooks/replayFailed.ts'
import { rotateSecretRoute } from './webhooks/rotateSecret.ts'
import { testWebhookRoute } from './webhooks/testWebhook.ts'
import { updateWebhookRoute } from './webhooks/updateWebhook.ts'

/** Every endpoint that needs a key, in the order in which the reference shows them. */
export const routes: readonly Route[] = [
  createSessionRoute,
  listSessionsRoute,
  getSessionRoute,
  getSessionQrRoute,
  getSessionStatusRoute,
  restartSessionRoute,
  requestPairingCodeRoute,
  logoutSessionRoute,
  deleteSessionRoute,
  sendTextRoute,
  sendImageRoute,
  sendVideoRoute,
  sendDocumentRoute,
  sendAudioRoute,
  sendStickerRoute,
  sendLocationRoute,
  sendContactRoute,
  sendPollRoute,
  sendReactionRoute,
  createUploadRoute,
  listMessagesRoute,
  getMessageRoute,
  deleteMessageRoute,
  editMessageRoute,
  revokeMessageRoute,
  forwardMessageRoute,
  readMessageRoute,
  setPresenceRoute,
  listContactsRoute,
  checkContactsRoute,
  getContactPictureRoute,
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
  createWebhookRoute,
  listWebhooksRoute,
  getWebhookRoute,
  updateWebhookRoute,
  deleteWebhookRoute,
  testWebhookRoute,
  listDeliveriesRoute,
  replayDeliveryRoute,
  replayFailedRoute,
  rotateSecretRoute,
  ...broadcastRoutes,
  createFlowRoute,
  listFlowsRoute,
  getFlowRoute,
  updateFlowRoute,
  deleteFlowRoute,
  publishFlowRoute,
  unpublishFlowRoute,
  duplicateFlowRoute,
  // Before the one that would take `batch` for an id.
  arrangeStepsRoute,
  addStepRoute,
  updateStepRoute,
  deleteStepRoute,
  simulateFlowRoute,
  listConversationsRoute,
  steerConversationRoute,
  getStatsRoute,
]
