// Generated from the OpenAPI document by `npm run openapi`. Do not edit.

import type { Page, PagePromise } from '../core/page.ts'
import { Resource } from '../core/resource.ts'
import type { RequestOptions } from '../core/transport.ts'
import type { components, operations } from './types.ts'

type Schemas = components['schemas']
/** The body of an operation. */
type BodyOf<O extends keyof operations> = operations[O] extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never
/** The query parameters of an operation. */
type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>

export class Gateway extends Resource {
  /**
   * Check that the gateway answers.
   * Reads nothing from the database.
   */
  health(options: RequestOptions = {}): Promise<Schemas['HealthAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/health` }, options)
  }

  /**
   * Check that the gateway reaches its database.
   * Answers 503 while the database cannot be reached.
   */
  readiness(options: RequestOptions = {}): Promise<Schemas['ReadinessAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/health/ready` }, options)
  }
}

export class Sessions extends Resource {
  /**
   * Create a new WhatsApp session.
   * Pairing begins immediately: get the QR code from `GET /sessions/{id}/qr` and scan the code with your phone. The plan limits the number of sessions. The key needs the scope `manage`.
   */
  create(body: BodyOf<'sessions.create'>, options: RequestOptions = {}): Promise<Schemas['SessionAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/sessions`, body }, options)
  }

  /**
   * List all your sessions.
   * Lists the sessions of the app of your key, newest first. The key needs the scope `read`.
   */
  list(query: QueryOf<'sessions.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['SessionPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/sessions`, query }, options)
  }

  /**
   * Get session details (status, phone, name).
   * Answers the state of the session in our database, without calling WhatsApp. The key needs the scope `read`.
   */
  get(id: string, options: RequestOptions = {}): Promise<Schemas['SessionAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/sessions/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Update the name and the settings of a session.
   * Omitted fields stay unchanged. The session stays connected. PATCH does the same. The key needs the scope `manage`.
   */
  update(id: string, body: BodyOf<'sessions.update'>, options: RequestOptions = {}): Promise<Schemas['SessionAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/sessions/${encodeURIComponent(id)}`, body }, options)
  }

  /**
   * Permanently delete the session and all its data.
   * The gateway unlinks the session from its phone, and deletes its messages, contacts and groups. A deletion cannot be undone. The key needs the scope `manage`.
   */
  delete(id: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/sessions/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Get the QR code as a base64 image for pairing.
   * Poll this endpoint every 3-5 seconds, because each code is valid for 20-60 seconds. `qr` is null once the session is connected, and while there is no code to scan. If `Accept` prefers `image/png` to JSON, the answer is the picture, or 404 without a code. If nobody scanned the earlier codes, or no phone was ever linked, a poll starts a new pairing. `hint` says what the user must do. The key needs the scope `manage`.
   */
  getQr(id: string, query: QueryOf<'sessions.getQr'> = {}, options: RequestOptions = {}): Promise<Schemas['SessionQrAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/sessions/${encodeURIComponent(id)}/qr`, query }, options)
  }

  /**
   * Check connection status (connected / connecting / disconnected).
   * A short form of the session, for a client that waits for the connection. The key needs the scope `read`.
   */
  getStatus(id: string, options: RequestOptions = {}): Promise<Schemas['SessionStateAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/sessions/${encodeURIComponent(id)}/status` }, options)
  }

  /**
   * Restart the session (re-connect WhatsApp).
   * A linked session reconnects. An unlinked session begins with a new QR code. The key needs the scope `manage`.
   */
  restart(id: string, options: RequestOptions = {}): Promise<Schemas['SessionAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/sessions/${encodeURIComponent(id)}/restart` }, options)
  }

  /**
   * Get an 8-character code to type into the phone, instead of a QR code.
   * On the phone, open Linked devices, Link with phone number, and type the code. The session must wait for its pairing. A new code replaces the earlier code. The key needs the scope `manage`.
   */
  requestPairingCode(id: string, body: BodyOf<'sessions.requestPairingCode'>, options: RequestOptions = {}): Promise<Schemas['PairingCodeAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/sessions/${encodeURIComponent(id)}/pairing-code`, body }, options)
  }

  /**
   * Unlink the session from its phone, and keep its history.
   * The status becomes `disconnected` with the reason `logged_out` shortly afterwards. The key needs the scope `manage`.
   */
  logout(id: string, options: RequestOptions = {}): Promise<Schemas['SessionAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/sessions/${encodeURIComponent(id)}/logout` }, options)
  }
}

export class Messages extends Resource {
  /**
   * Send a text message.
   * The answer is immediate. The message is sent shortly afterwards, or when an offline session is connected again. A message that could not be sent in time (10 minutes by default) ends FAILED. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendText(body: BodyOf<'messages.sendText'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/text`, body }, options)
  }

  /**
   * Send an image (URL or base64).
   * JPEG, PNG, WebP or GIF, up to 16 MB. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendImage(body: BodyOf<'messages.sendImage'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/image`, body }, options)
  }

  /**
   * Send a video.
   * MP4, 3GP, MOV or M4V, up to 64 MB. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendVideo(body: BodyOf<'messages.sendVideo'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/video`, body }, options)
  }

  /**
   * Send a file (PDF, DOCX, etc.).
   * A file of any type, up to 100 MB. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendDocument(body: BodyOf<'messages.sendDocument'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/document`, body }, options)
  }

  /**
   * Send audio or a voice note.
   * Up to 16 MB: OGG, MP3, M4A, AAC, AMR, WAV or WebM. With `ptt`, the gateway converts the file to the format of voice notes. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendAudio(body: BodyOf<'messages.sendAudio'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/audio`, body }, options)
  }

  /**
   * Send a sticker.
   * WebP, PNG, JPEG or GIF, up to 1 MB. The gateway converts the picture to 512 x 512 WebP. An animated picture stays animated if the result is small enough. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendSticker(body: BodyOf<'messages.sendSticker'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/sticker`, body }, options)
  }

  /**
   * Send a location pin.
   * Sends a pin on the map. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendLocation(body: BodyOf<'messages.sendLocation'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/location`, body }, options)
  }

  /**
   * Send contact cards.
   * Sends up to 50 cards in one message. For a card with a phone, the gateway writes the vCard. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendContact(body: BodyOf<'messages.sendContact'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/contact`, body }, options)
  }

  /**
   * Send a poll.
   * Sends a question with 2 to 12 different options. The message counts towards the monthly quota. The key needs the scope `send`.
   */
  sendPoll(body: BodyOf<'messages.sendPoll'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/poll`, body }, options)
  }

  /**
   * React to a message.
   * Sets or removes the reaction of the session to a message of the same chat. A reaction counts towards the monthly quota. The key needs the scope `send`.
   */
  sendReaction(body: BodyOf<'messages.sendReaction'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/reaction`, body }, options)
  }

  /**
   * Get a slot to upload a file that is too large for a request.
   * PUT the file to `url` with these headers, and give its `mediaId` to one send. The slot accepts exactly `size` bytes, for 15 minutes. The store removes the file when the send is accepted, or after a day. The key needs the scope `send`.
   */
  createUpload(body: BodyOf<'messages.createUpload'>, options: RequestOptions = {}): Promise<Schemas['UploadSlotAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/media`, body }, options)
  }

  /**
   * Get message history (paginated, optional ?jid= filter).
   * Lists sent and received messages from our database, newest first. A page does not shift when new messages arrive. The key needs the scope `read`.
   */
  list(sessionId: string, query: QueryOf<'messages.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['MessagePage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/messages/${encodeURIComponent(sessionId)}`, query }, options)
  }

  /**
   * Get a single message by ID.
   * Answers a sent or received message with its current status. A message that you sent to a group also has the status for each member. The key needs the scope `read`.
   */
  get(sessionId: string, msgId: string, options: RequestOptions = {}): Promise<Schemas['MessageAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/messages/${encodeURIComponent(sessionId)}/${encodeURIComponent(msgId)}` }, options)
  }

  /**
   * Delete a message from the database.
   * The message stays on WhatsApp. A PENDING message cannot be deleted. Events of the message that are not delivered yet lose its content. The key needs the scope `send`.
   */
  delete(sessionId: string, msgId: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/messages/${encodeURIComponent(sessionId)}/${encodeURIComponent(msgId)}` }, options)
  }

  /**
   * Edit a text or a caption that you sent.
   * Give the new text of a text message, or the new caption of an image, a video or a document. Mentions stay unless you give others. WhatsApp accepts edits for some 15 minutes. The answer is the edited message. The session must be connected. An edit does not count towards the quota. The key needs the scope `send`.
   */
  edit(sessionId: string, msgId: string, body: BodyOf<'messages.edit'>, options: RequestOptions = {}): Promise<Schemas['MessageAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/${encodeURIComponent(sessionId)}/${encodeURIComponent(msgId)}/edit`, body }, options)
  }

  /**
   * Delete a message for everybody.
   * WhatsApp deletes the message on every phone: a message that you sent, or the message of another member in a group whose admin you are. The history keeps a record without content, which is the answer. The session must be connected. The key needs the scope `send`.
   */
  revoke(sessionId: string, msgId: string, options: RequestOptions = {}): Promise<Schemas['MessageAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/${encodeURIComponent(sessionId)}/${encodeURIComponent(msgId)}/revoke` }, options)
  }

  /**
   * Forward a message to another chat.
   * Sends the content of a sent or received message to another chat, marked as forwarded. The forwarded message has an ID of its own and counts towards the monthly quota. The key needs the scope `send`.
   */
  forward(sessionId: string, msgId: string, body: BodyOf<'messages.forward'>, options: RequestOptions = {}): Promise<Schemas['AcceptedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/${encodeURIComponent(sessionId)}/${encodeURIComponent(msgId)}/forward`, body }, options)
  }

  /**
   * Mark a received message as read.
   * The sender sees a read receipt, unless the account has switched read receipts off. The session must be connected. The answer is the message. The key needs the scope `send`.
   */
  markRead(sessionId: string, msgId: string, options: RequestOptions = {}): Promise<Schemas['MessageAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/${encodeURIComponent(sessionId)}/${encodeURIComponent(msgId)}/read` }, options)
  }
}

export class Contacts extends Resource {
  /**
   * Show a contact that you are typing or recording.
   * WhatsApp shows the state for some 25 seconds, or until `paused`. The session must be connected. A presence does not count towards the quota. The key needs the scope `send`.
   */
  setPresence(body: BodyOf<'contacts.setPresence'>, options: RequestOptions = {}): Promise<Schemas['PresenceAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/presence`, body }, options)
  }

  /**
   * List the contacts that the session knows.
   * Lists contacts from our database in the order of their JIDs, without calling WhatsApp. The names come from the phone and from received messages. The key needs the scope `read`.
   */
  list(sessionId: string, query: QueryOf<'contacts.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['ContactPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/contacts/${encodeURIComponent(sessionId)}`, query }, options)
  }

  /**
   * Check which numbers and usernames are on WhatsApp.
   * Asks WhatsApp about each number and each username. The answer has one item for each number, then one for each username, in the same order. A username without a key that its owner has set is `keyRequired`. The session must be connected. The key needs the scope `read`.
   */
  check(sessionId: string, query: QueryOf<'contacts.check'> = {}, options: RequestOptions = {}): Promise<Schemas['ContactCheckListAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/contacts/${encodeURIComponent(sessionId)}/check`, query }, options)
  }

  /**
   * Get a contact's profile picture.
   * Asks WhatsApp for the URL of the picture. The session must be connected. The key needs the scope `read`.
   */
  getPicture(sessionId: string, jid: string, options: RequestOptions = {}): Promise<Schemas['ContactPictureAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/contacts/${encodeURIComponent(sessionId)}/${encodeURIComponent(jid)}/picture` }, options)
  }
}

export class Chats extends Resource {
  /**
   * Get a chat.
   * Reads the chat from our database, without calling WhatsApp. The key needs the scope `read`.
   */
  get(sessionId: string, jid: string, options: RequestOptions = {}): Promise<Schemas['ChatAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/chats/${encodeURIComponent(sessionId)}/${encodeURIComponent(jid)}` }, options)
  }

  /**
   * Set the disappearing timer of a chat.
   * Sets the lifetime of new messages, for both sides of a chat or for all members of a group. Messages that were sent before keep their lifetime. The session must be connected. A timer does not count towards the quota. PATCH does the same. The key needs the scope `send`.
   */
  update(sessionId: string, jid: string, body: BodyOf<'chats.update'>, options: RequestOptions = {}): Promise<Schemas['ChatAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/chats/${encodeURIComponent(sessionId)}/${encodeURIComponent(jid)}`, body }, options)
  }
}

export class Groups extends Resource {
  /**
   * List all groups for a session.
   * Lists groups from our database, without calling WhatsApp. The session keeps the groups current. With `refresh=true`, the session must be connected. The key needs the scope `read`.
   */
  list(sessionOrGroupId: string, query: QueryOf<'groups.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['GroupPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/groups/${encodeURIComponent(sessionOrGroupId)}`, query }, options)
  }

  /**
   * Update group subject or description.
   * Omitted fields stay unchanged, and at least one field is required. The session must be connected. In a locked group, only admins may do this. PATCH does the same. The key needs the scope `manage`.
   */
  update(sessionOrGroupId: string, body: BodyOf<'groups.update'>, options: RequestOptions = {}): Promise<Schemas['GroupDetailAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/groups/${encodeURIComponent(sessionOrGroupId)}`, body }, options)
  }

  /**
   * Create a new group.
   * WhatsApp may refuse some of the participants: `results` has the outcome of each. Use an `Idempotency-Key`: a repetition with the same key after a time-out creates no second group, and returns the first. The key needs the scope `manage`.
   */
  create(body: BodyOf<'groups.create'>, options: RequestOptions = {}): Promise<Schemas['CreatedGroupAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/create`, body }, options)
  }

  /**
   * Get a group and its participants.
   * Answers the group from our database, without calling WhatsApp. The session keeps the group current. With `refresh=true`, the session must be connected. The key needs the scope `read`.
   */
  get(sessionId: string, groupId: string, query: QueryOf<'groups.get'> = {}, options: RequestOptions = {}): Promise<Schemas['GroupDetailAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/groups/${encodeURIComponent(sessionId)}/${encodeURIComponent(groupId)}`, query }, options)
  }

  /**
   * Add participants to a group.
   * Each participant has its own outcome: WhatsApp may refuse one and accept the others. A participant whose privacy settings forbid additions gets the outcome `invite_needed`, with an invite code that you may send. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  addParticipants(groupId: string, body: BodyOf<'groups.addParticipants'>, options: RequestOptions = {}): Promise<Schemas['ParticipantResultListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/participants/add`, body }, options)
  }

  /**
   * Remove participants from a group.
   * Each participant has its own outcome: WhatsApp may refuse one and accept the others. A removed participant cannot read later messages. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  removeParticipants(groupId: string, body: BodyOf<'groups.removeParticipants'>, options: RequestOptions = {}): Promise<Schemas['ParticipantResultListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/participants/remove`, body }, options)
  }

  /**
   * Make participants admins.
   * Each participant has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  promoteParticipants(groupId: string, body: BodyOf<'groups.promoteParticipants'>, options: RequestOptions = {}): Promise<Schemas['ParticipantResultListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/participants/promote`, body }, options)
  }

  /**
   * Make admins participants again.
   * Each participant has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  demoteParticipants(groupId: string, body: BodyOf<'groups.demoteParticipants'>, options: RequestOptions = {}): Promise<Schemas['ParticipantResultListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/participants/demote`, body }, options)
  }

  /**
   * Change the settings of a group.
   * Omitted settings stay unchanged, and at least one setting is required. Requires an admin of the group, and a connected session. PATCH does the same. The key needs the scope `manage`.
   */
  setSettings(groupId: string, body: BodyOf<'groups.setSettings'>, options: RequestOptions = {}): Promise<Schemas['GroupDetailAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/groups/${encodeURIComponent(groupId)}/settings`, body }, options)
  }

  /**
   * Set a group's picture (URL or base64).
   * JPEG, PNG, WebP or GIF, up to 16 MB. The gateway crops the picture to its central square. The session must be connected. PATCH does the same. The key needs the scope `manage`.
   */
  setPicture(groupId: string, body: BodyOf<'groups.setPicture'>, options: RequestOptions = {}): Promise<Schemas['GroupPictureSetAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/groups/${encodeURIComponent(groupId)}/picture`, body }, options)
  }

  /**
   * Remove a group's picture.
   * WhatsApp then shows its default picture. The session must be connected. The key needs the scope `manage`.
   */
  removePicture(groupId: string, query: QueryOf<'groups.removePicture'>, options: RequestOptions = {}): Promise<Schemas['GroupPictureRemovedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/groups/${encodeURIComponent(groupId)}/picture`, query }, options)
  }

  /**
   * Get a group's invite link.
   * Asks WhatsApp for the link. Requires an admin of the group, and a connected session. The key needs the scope `read`.
   */
  getInvite(sessionId: string, groupId: string, options: RequestOptions = {}): Promise<Schemas['GroupInviteAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/groups/${encodeURIComponent(sessionId)}/${encodeURIComponent(groupId)}/invite` }, options)
  }

  /**
   * Replace a group's invite link.
   * The old link becomes invalid, and the answer has the new link. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  revokeInvite(groupId: string, body: BodyOf<'groups.revokeInvite'>, options: RequestOptions = {}): Promise<Schemas['GroupInviteAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/invite/revoke`, body }, options)
  }

  /**
   * Join a group by its invite link.
   * Joins the group immediately, or sends a join request if an admin must approve new members. The session must be connected. The key needs the scope `manage`.
   */
  join(body: BodyOf<'groups.join'>, options: RequestOptions = {}): Promise<Schemas['GroupJoinedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/join`, body }, options)
  }

  /**
   * Leave a group.
   * The session leaves the group, and receives no further messages of the group. The session must be connected. The key needs the scope `manage`.
   */
  leave(groupId: string, body: BodyOf<'groups.leave'>, options: RequestOptions = {}): Promise<Schemas['GroupLeftAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/leave`, body }, options)
  }

  /**
   * List the requests to join a group.
   * Lists the people who used the invite link of a group with `joinApproval`. Requires an admin of the group, and a connected session. The key needs the scope `read`.
   */
  listJoinRequests(sessionId: string, groupId: string, options: RequestOptions = {}): Promise<Schemas['JoinRequestListAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/groups/${encodeURIComponent(sessionId)}/${encodeURIComponent(groupId)}/requests` }, options)
  }

  /**
   * Approve requests to join a group.
   * Each person has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  approveJoinRequests(groupId: string, body: BodyOf<'groups.approveJoinRequests'>, options: RequestOptions = {}): Promise<Schemas['ParticipantResultListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/requests/approve`, body }, options)
  }

  /**
   * Reject requests to join a group.
   * Each person has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
   */
  rejectJoinRequests(groupId: string, body: BodyOf<'groups.rejectJoinRequests'>, options: RequestOptions = {}): Promise<Schemas['ParticipantResultListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/groups/${encodeURIComponent(groupId)}/requests/reject`, body }, options)
  }
}

export class Webhooks extends Resource {
  /**
   * Create a new webhook.
   * The webhook receives each later event of its subscription, in the order of each chat, at least once. Only this answer shows the secret that signs the deliveries. `sessions` and `filter` select events, and `headers` go with each delivery. An app has 20 webhooks at most. The key needs the scope `manage`.
   */
  create(body: BodyOf<'webhooks.create'>, options: RequestOptions = {}): Promise<Schemas['NewWebhookAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/webhooks`, body }, options)
  }

  /**
   * List all webhooks.
   * Lists the webhooks of the app of your key, newest first, without their secrets. The key needs the scope `manage`.
   */
  list(query: QueryOf<'webhooks.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['WebhookPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/webhooks`, query }, options)
  }

  /**
   * Get webhook details.
   * Answers the webhook without its secret. `disabledReason` says why a webhook is disabled. The key needs the scope `manage`.
   */
  get(id: string, options: RequestOptions = {}): Promise<Schemas['WebhookAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/webhooks/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Update webhook URL, events, or secret.
   * Omitted fields stay unchanged. A given `sessions`, `filter` or `headers` replaces the earlier one whole. `enabled: true` enables a webhook that was disabled for any reason; then replay the events that it missed. A new `secret` takes effect at once: to keep the old secret for 24 hours, rotate the secret. PATCH does the same. The key needs the scope `manage`.
   */
  update(id: string, body: BodyOf<'webhooks.update'>, options: RequestOptions = {}): Promise<Schemas['WebhookAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/webhooks/${encodeURIComponent(id)}`, body }, options)
  }

  /**
   * Delete a webhook.
   * The delivery log is deleted, and pending deliveries are dropped. The key needs the scope `manage`.
   */
  delete(id: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/webhooks/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Send a test payload to verify your endpoint.
   * Posts a signed `webhook.test` event immediately, also to a disabled webhook, and answers the response of your endpoint. The event is not retried. The key needs the scope `manage`.
   */
  test(id: string, options: RequestOptions = {}): Promise<Schemas['WebhookTestAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/webhooks/${encodeURIComponent(id)}/test` }, options)
  }

  /**
   * View recent delivery logs (success / fail).
   * Lists deliveries of the last 14 days with their attempts, newest first. A failed delivery can be replayed. The key needs the scope `manage`.
   */
  listDeliveries(id: string, query: QueryOf<'webhooks.listDeliveries'> = {}, options: RequestOptions = {}): PagePromise<Schemas['DeliveryPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/webhooks/${encodeURIComponent(id)}/logs`, query }, options)
  }

  /**
   * Deliver an event again.
   * The gateway posts the event again with the same IDs, and with all retries. The webhook must be enabled. A pending delivery is a conflict. The key needs the scope `manage`.
   */
  replayDelivery(id: string, deliveryId: string, options: RequestOptions = {}): Promise<Schemas['ReplayedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(deliveryId)}/replay` }, options)
  }

  /**
   * Deliver all failed events since a time again.
   * Includes the events that the webhook missed while it was disabled. The webhook must be enabled. A request works for 15 s at most; the same request again continues with the rest. The key needs the scope `manage`.
   */
  replayFailed(id: string, body: BodyOf<'webhooks.replayFailed'>, options: RequestOptions = {}): Promise<Schemas['ReplayedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/webhooks/${encodeURIComponent(id)}/replay`, body }, options)
  }

  /**
   * Give a webhook a new secret.
   * For 24 hours the old secret signs too: in `X-Vesper-Signature-Previous`, and as a second signature in `webhook-signature`. Only this answer shows the new secret. The key needs the scope `manage`.
   */
  rotateSecret(id: string, body: BodyOf<'webhooks.rotateSecret'>, options: RequestOptions = {}): Promise<Schemas['NewWebhookAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/webhooks/${encodeURIComponent(id)}/secret/rotate`, body }, options)
  }
}

export class Events extends Resource {
  /**
   * Read the log of events, oldest first.
   * Answers the events of the last 14 days in the form that webhooks have. `nextCursor` is always there: pass it as `after` to go on. No event is skipped, and none is repeated. An empty page means that nothing is new. Files are links. `session.qr` needs a key with the scope `manage`. The key needs the scope `read`.
   */
  list(query: QueryOf<'events.list'> = {}, options: RequestOptions = {}): Promise<Page<Schemas['EventPage']['data'][number]>> {
    return this.transport.page({ method: 'GET', path: `/api/v1/events`, query }, options)
  }
}

export class Lists extends Resource {
  /**
   * Create a recipient list.
   * Up to 10,000 recipients per call. Duplicates are merged. Invalid numbers are omitted and reported by their line. The first row of `text/csv` names the columns: `phone`, `usernameKey`, `name`, `surname`; any other column is a variable of that name. The key needs the scope `send`.
   */
  create(body: BodyOf<'lists.create'> | string, query: QueryOf<'lists.create'> = {}, options: RequestOptions = {}): Promise<Schemas['ImportedListAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/lists`, body, query }, options)
  }

  /**
   * Get all recipient lists.
   * Lists the recipient lists of the app of your key, newest first. The key needs the scope `read`.
   */
  list(query: QueryOf<'lists.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['RecipientListPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/broadcast/lists`, query }, options)
  }

  /**
   * Get a recipient list.
   * Answers the name and the number of recipients. Another endpoint lists the recipients. The key needs the scope `read`.
   */
  get(id: string, options: RequestOptions = {}): Promise<Schemas['RecipientListAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/broadcast/lists/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Rename a list, or replace, add or remove recipients.
   * Omitted fields stay unchanged. `text/csv` replaces the recipients. Campaigns that were created from the list keep their own copies. PATCH does the same. The key needs the scope `send`.
   */
  update(id: string, body: BodyOf<'lists.update'> | string, options: RequestOptions = {}): Promise<Schemas['ImportedListAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/broadcast/lists/${encodeURIComponent(id)}`, body }, options)
  }

  /**
   * Delete a recipient list.
   * Campaigns that were created from the list keep their own copies. The key needs the scope `send`.
   */
  delete(id: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/broadcast/lists/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Get the recipients of a list.
   * Lists the recipients in the order in which they were added. The key needs the scope `read`.
   */
  listRecipients(id: string, query: QueryOf<'lists.listRecipients'> = {}, options: RequestOptions = {}): PagePromise<Schemas['ListRecipientPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/broadcast/lists/${encodeURIComponent(id)}/recipients`, query }, options)
  }
}

export class Campaigns extends Resource {
  /**
   * Create and send a broadcast campaign.
   * Sends one message to each recipient of a list, of `recipients`, or of both, with its placeholders replaced. The campaign starts immediately, at `scheduledAt`, or, as a `draft`, by a later request. At the start, either all recipients count towards the monthly quota, or the request is refused. The key needs the scope `send`.
   */
  create(body: BodyOf<'campaigns.create'>, options: RequestOptions = {}): Promise<Schemas['CreatedCampaignAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/campaigns`, body }, options)
  }

  /**
   * List all campaigns.
   * Lists the campaigns of the app of your key, newest first, each with its progress. The key needs the scope `read`.
   */
  list(query: QueryOf<'campaigns.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['CampaignPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/broadcast/campaigns`, query }, options)
  }

  /**
   * Get campaign details and delivery status.
   * Answers the campaign with the number of recipients by status, its progress and its estimated end. The key needs the scope `read`.
   */
  get(id: string, options: RequestOptions = {}): Promise<Schemas['CampaignAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Delete a finished campaign and its recipients.
   * Cancel a running campaign first. The messages of the campaign stay in the history as long as others do. The key needs the scope `send`.
   */
  delete(id: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Get the recipients of a campaign, each with the status of its message.
   * Lists recipients in the order of sending. If `Accept` prefers `text/csv` to JSON, the answer is CSV with as many recipients as fit, and takes no `limit`. `X-Next-Cursor` is absent on the last part; otherwise pass it as cursor. The concatenated parts are one file. The key needs the scope `read`.
   */
  listRecipients(id: string, query: QueryOf<'campaigns.listRecipients'> = {}, options: RequestOptions = {}): PagePromise<Schemas['CampaignRecipientPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}/recipients`, query }, options)
  }

  /**
   * Start a draft.
   * The draft starts immediately, or at its `scheduledAt`. At the start, either all recipients count towards the monthly quota, or the request is refused. The key needs the scope `send`.
   */
  start(id: string, options: RequestOptions = {}): Promise<Schemas['CampaignAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}/start` }, options)
  }

  /**
   * Pause a broadcast until you resume it.
   * At most one message that is already queued is still sent. The units of the remaining recipients stay reserved. The key needs the scope `send`.
   */
  pause(id: string, options: RequestOptions = {}): Promise<Schemas['CampaignAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}/pause` }, options)
  }

  /**
   * Resume a paused broadcast.
   * The campaign continues with its next recipient. The key needs the scope `send`.
   */
  resume(id: string, options: RequestOptions = {}): Promise<Schemas['CampaignAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}/resume` }, options)
  }

  /**
   * Cancel an in-progress broadcast.
   * A cancelled campaign cannot be resumed. Unsent recipients stay `pending`, and their messages return to the monthly quota. The key needs the scope `send`.
   */
  cancel(id: string, options: RequestOptions = {}): Promise<Schemas['CampaignAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/campaigns/${encodeURIComponent(id)}/cancel` }, options)
  }
}

export class Suppressions extends Resource {
  /**
   * Add people to the suppression list.
   * No campaign of the app writes to these people from now on, including the campaigns that exist already. A person who is on the list keeps the entry, so that the request can be repeated. Messages of the other endpoints are not blocked. The key needs the scope `send`.
   */
  add(body: BodyOf<'suppressions.add'>, options: RequestOptions = {}): Promise<Schemas['SuppressedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/broadcast/suppressions`, body }, options)
  }

  /**
   * Get the suppression list.
   * Lists the people who get no campaign of the app, newest first. The key needs the scope `read`.
   */
  list(query: QueryOf<'suppressions.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['SuppressionPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/broadcast/suppressions`, query }, options)
  }

  /**
   * Remove a person from the suppression list.
   * Campaigns may write to the person again. Remove a person only with consent: most people are on the list because they asked. The key needs the scope `send`.
   */
  delete(phone: string, options: RequestOptions = {}): Promise<Schemas['RemovedSuppressionAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/broadcast/suppressions/${encodeURIComponent(phone)}` }, options)
  }
}

export class BroadcastSettings extends Resource {
  /**
   * Get the settings of broadcasts.
   * Answers the app's stop words and start words. An app without words of its own has the default words. The key needs the scope `read`.
   */
  get(options: RequestOptions = {}): Promise<Schemas['BroadcastSettingsAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/broadcast/settings` }, options)
  }

  /**
   * Change the settings of broadcasts.
   * Absent fields stay unchanged. A message is a stop word if the word is the whole message. Case, accents, invisible characters and punctuation at the edges do not matter. PATCH does the same. The key needs the scope `manage`.
   */
  update(body: BodyOf<'broadcastSettings.update'>, options: RequestOptions = {}): Promise<Schemas['BroadcastSettingsAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/broadcast/settings`, body }, options)
  }
}

export class Chatbot extends Resource {
  /**
   * Create a new flow.
   * Creates a draft without steps. Add steps, then publish the flow. The key needs the scope `manage`.
   */
  createFlow(body: BodyOf<'chatbot.createFlow'>, options: RequestOptions = {}): Promise<Schemas['FlowWithStepsAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows`, body }, options)
  }

  /**
   * List all chatbot flows for an app.
   * Lists the flows of the app of your key, newest first, without their steps. The key needs the scope `read`.
   */
  listFlows(query: QueryOf<'chatbot.listFlows'> = {}, options: RequestOptions = {}): PagePromise<Schemas['FlowPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/chatbot/flows`, query }, options)
  }

  /**
   * Get flow details with steps.
   * Answers the draft, which may differ from the published version. The key needs the scope `read`.
   */
  getFlow(flowId: string, options: RequestOptions = {}): Promise<Schemas['FlowWithStepsAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}` }, options)
  }

  /**
   * Update a flow (name, trigger, session, enabled).
   * Omitted fields stay unchanged. Changes of name and `enabled` take effect immediately. Changes of trigger or start of a published flow take effect when you publish it again. To change its session, unpublish the flow first. PATCH does the same. The key needs the scope `manage`.
   */
  updateFlow(flowId: string, body: BodyOf<'chatbot.updateFlow'>, options: RequestOptions = {}): Promise<Schemas['FlowAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}`, body }, options)
  }

  /**
   * Delete a flow (cascades steps & sessions).
   * Running conversations end without a message. The key needs the scope `manage`.
   */
  deleteFlow(flowId: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}` }, options)
  }

  /**
   * Publish a draft flow.
   * Checks the whole flow: `details` of a 400 lists all faults. Publish again to activate later changes. Running conversations finish with the version that they began with. The key needs the scope `manage`.
   */
  publishFlow(flowId: string, options: RequestOptions = {}): Promise<Schemas['PublishedFlowAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/publish` }, options)
  }

  /**
   * Unpublish back to draft.
   * No new conversation begins. Running conversations finish. The key needs the scope `manage`.
   */
  unpublishFlow(flowId: string, options: RequestOptions = {}): Promise<Schemas['FlowAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/unpublish` }, options)
  }

  /**
   * Duplicate a flow with all its steps.
   * The copy is a draft, and its steps have new IDs. The key needs the scope `manage`.
   */
  duplicateFlow(flowId: string, options: RequestOptions = {}): Promise<Schemas['FlowWithStepsAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/duplicate` }, options)
  }

  /**
   * Batch update positions & connections.
   * Either all updates take effect, or none. PATCH does the same. The key needs the scope `manage`.
   */
  arrangeSteps(flowId: string, body: BodyOf<'chatbot.arrangeSteps'>, options: RequestOptions = {}): Promise<Schemas['ArrangedStepsAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/steps/batch`, body }, options)
  }

  /**
   * Add a step to a flow.
   * docs/chatbot.md describes the `config` of each type. In a flow that has never had a connection, the steps follow each other in the order in which they were added. The key needs the scope `manage`.
   */
  addStep(flowId: string, body: BodyOf<'chatbot.addStep'>, options: RequestOptions = {}): Promise<Schemas['StepAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/steps`, body }, options)
  }

  /**
   * Update a step.
   * Omitted fields stay unchanged. `config` and `connections` are replaced as a whole. PATCH does the same. The key needs the scope `manage`.
   */
  updateStep(flowId: string, stepId: string, body: BodyOf<'chatbot.updateStep'>, options: RequestOptions = {}): Promise<Schemas['StepAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/steps/${encodeURIComponent(stepId)}`, body }, options)
  }

  /**
   * Delete a step.
   * The connections to the step are deleted, too. A deleted first step makes the earliest other step the first. The key needs the scope `manage`.
   */
  deleteStep(flowId: string, stepId: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/steps/${encodeURIComponent(stepId)}` }, options)
  }

  /**
   * Simulate flow execution with test messages.
   * The simulation uses the real engine, but sends, calls and stores nothing. The key needs the scope `manage`.
   */
  simulateFlow(flowId: string, body: BodyOf<'chatbot.simulateFlow'>, options: RequestOptions = {}): Promise<Schemas['SimulationAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/simulate`, body }, options)
  }

  /**
   * Get flow conversation history.
   * Lists conversations with the last lines of their transcripts, newest first. The key needs the scope `read`.
   */
  listConversations(flowId: string, query: QueryOf<'chatbot.listConversations'> = {}, options: RequestOptions = {}): PagePromise<Schemas['ConversationPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/sessions`, query }, options)
  }

  /**
   * Get the transcript of a conversation, oldest line first.
   * Lists all lines: received and sent messages, calls of your servers, and steps. The key needs the scope `read`.
   */
  listTranscript(flowId: string, runId: string, query: QueryOf<'chatbot.listTranscript'> = {}, options: RequestOptions = {}): PagePromise<Schemas['TranscriptLinePage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/sessions/${encodeURIComponent(runId)}/transcript`, query }, options)
  }

  /**
   * Pause, resume or end a conversation.
   * `pause` silences the bot, as a message from the phone does. `resume` continues at the same step. `end` sends no message. An ended conversation is a conflict. The key needs the scope `send`.
   */
  steerConversation(flowId: string, runId: string, body: BodyOf<'chatbot.steerConversation'>, options: RequestOptions = {}): Promise<Schemas['ConversationAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/chatbot/flows/${encodeURIComponent(flowId)}/sessions/${encodeURIComponent(runId)}`, body }, options)
  }

  /**
   * Get chatbot statistics for an app.
   * Totals, by flow and step (including drop-offs), and by day, for the retention period of conversations. The key needs the scope `read`.
   */
  getStats(query: QueryOf<'chatbot.getStats'> = {}, options: RequestOptions = {}): Promise<Schemas['ChatbotStatsAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/chatbot/stats`, query }, options)
  }
}

export class Me extends Resource {
  /**
   * Get the app, the account and the key of your requests.
   * Answers the ID of the app, the plan with its limits, the usage of the month, and the key without its secret. The key needs the scope `read`.
   */
  get(options: RequestOptions = {}): Promise<Schemas['MeAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/me` }, options)
  }
}

export class Apps extends Resource {
  /**
   * Get the app of your key, with its settings.
   * Answers the name of the app, and the origins of its browsers. The key needs the scope `read`.
   */
  getOwn(options: RequestOptions = {}): Promise<Schemas['OwnAppAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/apps/me` }, options)
  }

  /**
   * Update the settings of the app of your key.
   * Omitted fields stay unchanged. `corsOrigins` replaces the earlier list whole, and works within 10 s. A browser sends the key with each request, so that each user of the page can read it: use a key with limits. PATCH does the same. The key needs the scope `manage`.
   */
  updateOwn(body: BodyOf<'apps.updateOwn'>, options: RequestOptions = {}): Promise<Schemas['OwnAppAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/api/v1/apps/me`, body }, options)
  }
}

export class Persons extends Resource {
  /**
   * Export the data of one person.
   * Starts an export of everything that the app stores about the person, within minutes. `GET /person-requests/{id}/files` lists its files. The export, with its data files, expires after 7 days. While an export of the person runs, the answer is that export. The key needs the scope `manage`.
   */
  export(phone: string, options: RequestOptions = {}): Promise<Schemas['PersonRequestAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/api/v1/persons/${encodeURIComponent(phone)}/export` }, options)
  }

  /**
   * Erase one person.
   * Starts the erasure of everything that the app stored about the person before this request. The erasure covers messages with their files, events, transcripts, contacts, list entries and exports. The erasure takes minutes. Pending messages to the person end FAILED. Messages from after the request are stored as usual. While an erasure of the person runs, the answer is that erasure. The key needs the scope `manage`.
   */
  erase(phone: string, options: RequestOptions = {}): Promise<Schemas['PersonRequestAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/api/v1/persons/${encodeURIComponent(phone)}` }, options)
  }

  /**
   * List exports and erasures, newest first.
   * Lists running requests, and completed requests until they expire. The answer has no numbers of persons. The key needs the scope `manage`.
   */
  listRequests(query: QueryOf<'persons.listRequests'> = {}, options: RequestOptions = {}): PagePromise<Schemas['PersonRequestPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/person-requests`, query }, options)
  }

  /**
   * Get an export or an erasure.
   * Poll this endpoint until the status is `completed`. The key needs the scope `manage`.
   */
  getRequest(id: string, options: RequestOptions = {}): Promise<Schemas['PersonRequestAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/api/v1/person-requests/${encodeURIComponent(id)}` }, options)
  }

  /**
   * List the files of an export.
   * Data files hold one JSON object a line, and `type` names the kind of record. Files of messages follow. A running export lists its files so far, and an erasure has none. The file of a message is gone once the message is deleted. The key needs the scope `manage`.
   */
  listFiles(id: string, query: QueryOf<'persons.listFiles'> = {}, options: RequestOptions = {}): PagePromise<Schemas['PersonFilePage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/api/v1/person-requests/${encodeURIComponent(id)}/files`, query }, options)
  }
}

/** The resources of the API, which share one transport. */
export class Resources extends Resource {
  readonly gateway: Gateway = new Gateway(this.transport)
  readonly sessions: Sessions = new Sessions(this.transport)
  readonly messages: Messages = new Messages(this.transport)
  readonly contacts: Contacts = new Contacts(this.transport)
  readonly chats: Chats = new Chats(this.transport)
  readonly groups: Groups = new Groups(this.transport)
  readonly webhooks: Webhooks = new Webhooks(this.transport)
  readonly events: Events = new Events(this.transport)
  readonly lists: Lists = new Lists(this.transport)
  readonly campaigns: Campaigns = new Campaigns(this.transport)
  readonly suppressions: Suppressions = new Suppressions(this.transport)
  readonly broadcastSettings: BroadcastSettings = new BroadcastSettings(this.transport)
  readonly chatbot: Chatbot = new Chatbot(this.transport)
  readonly me: Me = new Me(this.transport)
  readonly apps: Apps = new Apps(this.transport)
  readonly persons: Persons = new Persons(this.transport)
}
