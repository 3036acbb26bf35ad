// Generated from the OpenAPI document by `npm run openapi`. Do not edit.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the gateway answers
         * @description Reads nothing from the database.
         */
        get: operations["gateway.health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the gateway reaches its database
         * @description Answers 503 while the database cannot be reached.
         */
        get: operations["gateway.readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document
         * @description Answers the OpenAPI document of the API, without the envelope.
         */
        get: operations["gateway.reference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this document as a page
         * @description Answers an HTML page, which sends requests with your API key.
         */
        get: operations["gateway.docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all your sessions
         * @description Lists the sessions of the app of your key, newest first. The key needs the scope `read`.
         */
        get: operations["sessions.list"];
        put?: never;
        /**
         * Create a new WhatsApp session
         * @description Pairing begins immediately: get the QR code from `GET /sessions/{id}/qr` and scan the code with your phone. The plan limits the number of sessions. The key needs the scope `manage`.
         */
        post: operations["sessions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get session details (status, phone, name)
         * @description Answers the state of the session in our database, without calling WhatsApp. The key needs the scope `read`.
         */
        get: operations["sessions.get"];
        /**
         * Update the name and the settings of a session
         * @description Omitted fields stay unchanged. The session stays connected. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["sessions.update"];
        post?: never;
        /**
         * Permanently delete the session and all its data
         * @description The gateway unlinks the session from its phone, and deletes its messages, contacts and groups. A deletion cannot be undone. The key needs the scope `manage`.
         */
        delete: operations["sessions.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/qr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the QR code as a base64 image for pairing
         * @description Poll this endpoint every 3-5 seconds, because each code is valid for 20-60 seconds. `qr` is null once the session is connected, and while there is no code to scan. If `Accept` prefers `image/png` to JSON, the answer is the picture, or 404 without a code. If nobody scanned the earlier codes, or no phone was ever linked, a poll starts a new pairing. `hint` says what the user must do. The key needs the scope `manage`.
         */
        get: operations["sessions.getQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check connection status (connected / connecting / disconnected)
         * @description A short form of the session, for a client that waits for the connection. The key needs the scope `read`.
         */
        get: operations["sessions.getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart the session (re-connect WhatsApp)
         * @description A linked session reconnects. An unlinked session begins with a new QR code. The key needs the scope `manage`.
         */
        post: operations["sessions.restart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/pairing-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an 8-character code to type into the phone, instead of a QR code
         * @description On the phone, open Linked devices, Link with phone number, and type the code. The session must wait for its pairing. A new code replaces the earlier code. The key needs the scope `manage`.
         */
        post: operations["sessions.requestPairingCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlink the session from its phone, and keep its history
         * @description The status becomes `disconnected` with the reason `logged_out` shortly afterwards. The key needs the scope `manage`.
         */
        post: operations["sessions.logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a text message
         * @description The answer is immediate. The message is sent shortly afterwards, or when an offline session is connected again. A message that could not be sent in time (10 minutes by default) ends FAILED. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an image (URL or base64)
         * @description JPEG, PNG, WebP or GIF, up to 16 MB. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/video": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a video
         * @description MP4, 3GP, MOV or M4V, up to 64 MB. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendVideo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a file (PDF, DOCX, etc.)
         * @description A file of any type, up to 100 MB. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send audio or a voice note
         * @description Up to 16 MB: OGG, MP3, M4A, AAC, AMR, WAV or WebM. With `ptt`, the gateway converts the file to the format of voice notes. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendAudio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/sticker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a sticker
         * @description WebP, PNG, JPEG or GIF, up to 1 MB. The gateway converts the picture to 512 x 512 WebP. An animated picture stays animated if the result is small enough. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendSticker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/location": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a location pin
         * @description Sends a pin on the map. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendLocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send contact cards
         * @description Sends up to 50 cards in one message. For a card with a phone, the gateway writes the vCard. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a poll
         * @description Sends a question with 2 to 12 different options. The message counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendPoll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/send/reaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * React to a message
         * @description Sets or removes the reaction of the session to a message of the same chat. A reaction counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.sendReaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a slot to upload a file that is too large for a request
         * @description PUT the file to `url` with these headers, and give its `mediaId` to one send. The slot accepts exactly `size` bytes, for 15 minutes. The store removes the file when the send is accepted, or after a day. The key needs the scope `send`.
         */
        post: operations["messages.createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get message history (paginated, optional ?jid= filter)
         * @description Lists sent and received messages from our database, newest first. A page does not shift when new messages arrive. The key needs the scope `read`.
         */
        get: operations["messages.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{sessionId}/{msgId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a single message by ID
         * @description Answers a sent or received message with its current status. A message that you sent to a group also has the status for each member. The key needs the scope `read`.
         */
        get: operations["messages.get"];
        put?: never;
        post?: never;
        /**
         * Delete a message from the database
         * @description The message stays on WhatsApp. A PENDING message cannot be deleted. Events of the message that are not delivered yet lose its content. The key needs the scope `send`.
         */
        delete: operations["messages.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{sessionId}/{msgId}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Edit a text or a caption that you sent
         * @description Give the new text of a text message, or the new caption of an image, a video or a document. Mentions stay unless you give others. WhatsApp accepts edits for some 15 minutes. The answer is the edited message. The session must be connected. An edit does not count towards the quota. The key needs the scope `send`.
         */
        post: operations["messages.edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{sessionId}/{msgId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a message for everybody
         * @description WhatsApp deletes the message on every phone: a message that you sent, or the message of another member in a group whose admin you are. The history keeps a record without content, which is the answer. The session must be connected. The key needs the scope `send`.
         */
        post: operations["messages.revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{sessionId}/{msgId}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forward a message to another chat
         * @description Sends the content of a sent or received message to another chat, marked as forwarded. The forwarded message has an ID of its own and counts towards the monthly quota. The key needs the scope `send`.
         */
        post: operations["messages.forward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{sessionId}/{msgId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a received message as read
         * @description The sender sees a read receipt, unless the account has switched read receipts off. The session must be connected. The answer is the message. The key needs the scope `send`.
         */
        post: operations["messages.markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a contact that you are typing or recording
         * @description WhatsApp shows the state for some 25 seconds, or until `paused`. The session must be connected. A presence does not count towards the quota. The key needs the scope `send`.
         */
        post: operations["contacts.setPresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the contacts that the session knows
         * @description Lists contacts from our database in the order of their JIDs, without calling WhatsApp. The names come from the phone and from received messages. The key needs the scope `read`.
         */
        get: operations["contacts.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{sessionId}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check which numbers and usernames are on WhatsApp
         * @description Asks WhatsApp about each number and each username. The answer has one item for each number, then one for each username, in the same order. A username without a key that its owner has set is `keyRequired`. The session must be connected. The key needs the scope `read`.
         */
        get: operations["contacts.check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{sessionId}/{jid}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a contact's profile picture
         * @description Asks WhatsApp for the URL of the picture. The session must be connected. The key needs the scope `read`.
         */
        get: operations["contacts.getPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chats/{sessionId}/{jid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a chat
         * @description Reads the chat from our database, without calling WhatsApp. The key needs the scope `read`.
         */
        get: operations["chats.get"];
        /**
         * Set the disappearing timer of a chat
         * @description Sets the lifetime of new messages, for both sides of a chat or for all members of a group. Messages that were sent before keep their lifetime. The session must be connected. A timer does not count towards the quota. PATCH does the same. The key needs the scope `send`.
         */
        put: operations["chats.update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{sessionOrGroupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all groups for a session
         * @description Lists groups from our database, without calling WhatsApp. The session keeps the groups current. With `refresh=true`, the session must be connected. The key needs the scope `read`.
         */
        get: operations["groups.list"];
        /**
         * Update group subject or description
         * @description Omitted fields stay unchanged, and at least one field is required. The session must be connected. In a locked group, only admins may do this. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["groups.update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a new group
         * @description WhatsApp may refuse some of the participants: `results` has the outcome of each. Use an `Idempotency-Key`: a repetition with the same key after a time-out creates no second group, and returns the first. The key needs the scope `manage`.
         */
        post: operations["groups.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{sessionId}/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a group and its participants
         * @description Answers the group from our database, without calling WhatsApp. The session keeps the group current. With `refresh=true`, the session must be connected. The key needs the scope `read`.
         */
        get: operations["groups.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/participants/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add participants to a group
         * @description Each participant has its own outcome: WhatsApp may refuse one and accept the others. A participant whose privacy settings forbid additions gets the outcome `invite_needed`, with an invite code that you may send. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.addParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/participants/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove participants from a group
         * @description Each participant has its own outcome: WhatsApp may refuse one and accept the others. A removed participant cannot read later messages. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.removeParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/participants/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make participants admins
         * @description Each participant has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.promoteParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/participants/demote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make admins participants again
         * @description Each participant has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.demoteParticipants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the settings of a group
         * @description Omitted settings stay unchanged, and at least one setting is required. Requires an admin of the group, and a connected session. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["groups.setSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set a group's picture (URL or base64)
         * @description JPEG, PNG, WebP or GIF, up to 16 MB. The gateway crops the picture to its central square. The session must be connected. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["groups.setPicture"];
        post?: never;
        /**
         * Remove a group's picture
         * @description WhatsApp then shows its default picture. The session must be connected. The key needs the scope `manage`.
         */
        delete: operations["groups.removePicture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{sessionId}/{groupId}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a group's invite link
         * @description Asks WhatsApp for the link. Requires an admin of the group, and a connected session. The key needs the scope `read`.
         */
        get: operations["groups.getInvite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/invite/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a group's invite link
         * @description The old link becomes invalid, and the answer has the new link. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.revokeInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join a group by its invite link
         * @description Joins the group immediately, or sends a join request if an admin must approve new members. The session must be connected. The key needs the scope `manage`.
         */
        post: operations["groups.join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a group
         * @description The session leaves the group, and receives no further messages of the group. The session must be connected. The key needs the scope `manage`.
         */
        post: operations["groups.leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{sessionId}/{groupId}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the requests to join a group
         * @description Lists the people who used the invite link of a group with `joinApproval`. Requires an admin of the group, and a connected session. The key needs the scope `read`.
         */
        get: operations["groups.listJoinRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/requests/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve requests to join a group
         * @description Each person has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.approveJoinRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{groupId}/requests/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject requests to join a group
         * @description Each person has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected session. The key needs the scope `manage`.
         */
        post: operations["groups.rejectJoinRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all webhooks
         * @description Lists the webhooks of the app of your key, newest first, without their secrets. The key needs the scope `manage`.
         */
        get: operations["webhooks.list"];
        put?: never;
        /**
         * Create a new webhook
         * @description The webhook receives each later event of its subscription, in the order of each chat, at least once. Only this answer shows the secret that signs the deliveries. `sessions` and `filter` select events, and `headers` go with each delivery. An app has 20 webhooks at most. The key needs the scope `manage`.
         */
        post: operations["webhooks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get webhook details
         * @description Answers the webhook without its secret. `disabledReason` says why a webhook is disabled. The key needs the scope `manage`.
         */
        get: operations["webhooks.get"];
        /**
         * Update webhook URL, events, or secret
         * @description Omitted fields stay unchanged. A given `sessions`, `filter` or `headers` replaces the earlier one whole. `enabled: true` enables a webhook that was disabled for any reason; then replay the events that it missed. A new `secret` takes effect at once: to keep the old secret for 24 hours, rotate the secret. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["webhooks.update"];
        post?: never;
        /**
         * Delete a webhook
         * @description The delivery log is deleted, and pending deliveries are dropped. The key needs the scope `manage`.
         */
        delete: operations["webhooks.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test payload to verify your endpoint
         * @description Posts a signed `webhook.test` event immediately, also to a disabled webhook, and answers the response of your endpoint. The event is not retried. The key needs the scope `manage`.
         */
        post: operations["webhooks.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * View recent delivery logs (success / fail)
         * @description Lists deliveries of the last 14 days with their attempts, newest first. A failed delivery can be replayed. The key needs the scope `manage`.
         */
        get: operations["webhooks.listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * @description The gateway posts the event again with the same IDs, and with all retries. The webhook must be enabled. A pending delivery is a conflict. The key needs the scope `manage`.
         */
        post: operations["webhooks.replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver all failed events since a time again
         * @description Includes the events that the webhook missed while it was disabled. The webhook must be enabled. A request works for 15 s at most; the same request again continues with the rest. The key needs the scope `manage`.
         */
        post: operations["webhooks.replayFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret
         * @description For 24 hours the old secret signs too: in `X-Vesper-Signature-Previous`, and as a second signature in `webhook-signature`. Only this answer shows the new secret. The key needs the scope `manage`.
         */
        post: operations["webhooks.rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log of events, oldest first
         * @description Answers the events of the last 14 days in the form that webhooks have. `nextCursor` is always there: pass it as `after` to go on. No event is skipped, and none is repeated. An empty page means that nothing is new. Files are links. `session.qr` needs a key with the scope `manage`. The key needs the scope `read`.
         */
        get: operations["events.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get all recipient lists
         * @description Lists the recipient lists of the app of your key, newest first. The key needs the scope `read`.
         */
        get: operations["lists.list"];
        put?: never;
        /**
         * Create a recipient list
         * @description Up to 10,000 recipients per call. Duplicates are merged. Invalid numbers are omitted and reported by their line. The first row of `text/csv` names the columns: `phone`, `usernameKey`, `name`, `surname`; any other column is a variable of that name. The key needs the scope `send`.
         */
        post: operations["lists.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a recipient list
         * @description Answers the name and the number of recipients. Another endpoint lists the recipients. The key needs the scope `read`.
         */
        get: operations["lists.get"];
        /**
         * Rename a list, or replace, add or remove recipients
         * @description Omitted fields stay unchanged. `text/csv` replaces the recipients. Campaigns that were created from the list keep their own copies. PATCH does the same. The key needs the scope `send`.
         */
        put: operations["lists.update"];
        post?: never;
        /**
         * Delete a recipient list
         * @description Campaigns that were created from the list keep their own copies. The key needs the scope `send`.
         */
        delete: operations["lists.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/lists/{id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the recipients of a list
         * @description Lists the recipients in the order in which they were added. The key needs the scope `read`.
         */
        get: operations["lists.listRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all campaigns
         * @description Lists the campaigns of the app of your key, newest first, each with its progress. The key needs the scope `read`.
         */
        get: operations["campaigns.list"];
        put?: never;
        /**
         * Create and send a broadcast campaign
         * @description Sends one message to each recipient of a list, of `recipients`, or of both, with its placeholders replaced. The campaign starts immediately, at `scheduledAt`, or, as a `draft`, by a later request. At the start, either all recipients count towards the monthly quota, or the request is refused. The key needs the scope `send`.
         */
        post: operations["campaigns.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get campaign details and delivery status
         * @description Answers the campaign with the number of recipients by status, its progress and its estimated end. The key needs the scope `read`.
         */
        get: operations["campaigns.get"];
        put?: never;
        post?: never;
        /**
         * Delete a finished campaign and its recipients
         * @description Cancel a running campaign first. The messages of the campaign stay in the history as long as others do. The key needs the scope `send`.
         */
        delete: operations["campaigns.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns/{id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the recipients of a campaign, each with the status of its message
         * @description Lists recipients in the order of sending. If `Accept` prefers `text/csv` to JSON, the answer is CSV with as many recipients as fit, and takes no `limit`. `X-Next-Cursor` is absent on the last part; otherwise pass it as cursor. The concatenated parts are one file. The key needs the scope `read`.
         */
        get: operations["campaigns.listRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a draft
         * @description The draft starts immediately, or at its `scheduledAt`. At the start, either all recipients count towards the monthly quota, or the request is refused. The key needs the scope `send`.
         */
        post: operations["campaigns.start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a broadcast until you resume it
         * @description At most one message that is already queued is still sent. The units of the remaining recipients stay reserved. The key needs the scope `send`.
         */
        post: operations["campaigns.pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused broadcast
         * @description The campaign continues with its next recipient. The key needs the scope `send`.
         */
        post: operations["campaigns.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/campaigns/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an in-progress broadcast
         * @description A cancelled campaign cannot be resumed. Unsent recipients stay `pending`, and their messages return to the monthly quota. The key needs the scope `send`.
         */
        post: operations["campaigns.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the suppression list
         * @description Lists the people who get no campaign of the app, newest first. The key needs the scope `read`.
         */
        get: operations["suppressions.list"];
        put?: never;
        /**
         * Add people to the suppression list
         * @description No campaign of the app writes to these people from now on, including the campaigns that exist already. A person who is on the list keeps the entry, so that the request can be repeated. Messages of the other endpoints are not blocked. The key needs the scope `send`.
         */
        post: operations["suppressions.add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/suppressions/{phone}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a person from the suppression list
         * @description Campaigns may write to the person again. Remove a person only with consent: most people are on the list because they asked. The key needs the scope `send`.
         */
        delete: operations["suppressions.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broadcast/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of broadcasts
         * @description Answers the app's stop words and start words. An app without words of its own has the default words. The key needs the scope `read`.
         */
        get: operations["broadcastSettings.get"];
        /**
         * Change the settings of broadcasts
         * @description Absent fields stay unchanged. A message is a stop word if the word is the whole message. Case, accents, invisible characters and punctuation at the edges do not matter. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["broadcastSettings.update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all chatbot flows for an app
         * @description Lists the flows of the app of your key, newest first, without their steps. The key needs the scope `read`.
         */
        get: operations["chatbot.listFlows"];
        put?: never;
        /**
         * Create a new flow
         * @description Creates a draft without steps. Add steps, then publish the flow. The key needs the scope `manage`.
         */
        post: operations["chatbot.createFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get flow details with steps
         * @description Answers the draft, which may differ from the published version. The key needs the scope `read`.
         */
        get: operations["chatbot.getFlow"];
        /**
         * Update a flow (name, trigger, session, enabled)
         * @description Omitted fields stay unchanged. Changes of name and `enabled` take effect immediately. Changes of trigger or start of a published flow take effect when you publish it again. To change its session, unpublish the flow first. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["chatbot.updateFlow"];
        post?: never;
        /**
         * Delete a flow (cascades steps & sessions)
         * @description Running conversations end without a message. The key needs the scope `manage`.
         */
        delete: operations["chatbot.deleteFlow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a draft flow
         * @description Checks the whole flow: `details` of a 400 lists all faults. Publish again to activate later changes. Running conversations finish with the version that they began with. The key needs the scope `manage`.
         */
        post: operations["chatbot.publishFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unpublish back to draft
         * @description No new conversation begins. Running conversations finish. The key needs the scope `manage`.
         */
        post: operations["chatbot.unpublishFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Duplicate a flow with all its steps
         * @description The copy is a draft, and its steps have new IDs. The key needs the scope `manage`.
         */
        post: operations["chatbot.duplicateFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/steps/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Batch update positions & connections
         * @description Either all updates take effect, or none. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["chatbot.arrangeSteps"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a step to a flow
         * @description docs/chatbot.md describes the `config` of each type. In a flow that has never had a connection, the steps follow each other in the order in which they were added. The key needs the scope `manage`.
         */
        post: operations["chatbot.addStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/steps/{stepId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Update a step
         * @description Omitted fields stay unchanged. `config` and `connections` are replaced as a whole. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["chatbot.updateStep"];
        post?: never;
        /**
         * Delete a step
         * @description The connections to the step are deleted, too. A deleted first step makes the earliest other step the first. The key needs the scope `manage`.
         */
        delete: operations["chatbot.deleteStep"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate flow execution with test messages
         * @description The simulation uses the real engine, but sends, calls and stores nothing. The key needs the scope `manage`.
         */
        post: operations["chatbot.simulateFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get flow conversation history
         * @description Lists conversations with the last lines of their transcripts, newest first. The key needs the scope `read`.
         */
        get: operations["chatbot.listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/sessions/{runId}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the transcript of a conversation, oldest line first
         * @description Lists all lines: received and sent messages, calls of your servers, and steps. The key needs the scope `read`.
         */
        get: operations["chatbot.listTranscript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/flows/{flowId}/sessions/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause, resume or end a conversation
         * @description `pause` silences the bot, as a message from the phone does. `resume` continues at the same step. `end` sends no message. An ended conversation is a conflict. The key needs the scope `send`.
         */
        post: operations["chatbot.steerConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chatbot/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get chatbot statistics for an app
         * @description Totals, by flow and step (including drop-offs), and by day, for the retention period of conversations. The key needs the scope `read`.
         */
        get: operations["chatbot.getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the app, the account and the key of your requests
         * @description Answers the ID of the app, the plan with its limits, the usage of the month, and the key without its secret. The key needs the scope `read`.
         */
        get: operations["me.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/apps/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the app of your key, with its settings
         * @description Answers the name of the app, and the origins of its browsers. The key needs the scope `read`.
         */
        get: operations["apps.getOwn"];
        /**
         * Update the settings of the app of your key
         * @description Omitted fields stay unchanged. `corsOrigins` replaces the earlier list whole, and works within 10 s. A browser sends the key with each request, so that each user of the page can read it: use a key with limits. PATCH does the same. The key needs the scope `manage`.
         */
        put: operations["apps.updateOwn"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{phone}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export the data of one person
         * @description Starts an export of everything that the app stores about the person, within minutes. `GET /person-requests/{id}/files` lists its files. The export, with its data files, expires after 7 days. While an export of the person runs, the answer is that export. The key needs the scope `manage`.
         */
        post: operations["persons.export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{phone}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase one person
         * @description Starts the erasure of everything that the app stored about the person before this request. The erasure covers messages with their files, events, transcripts, contacts, list entries and exports. The erasure takes minutes. Pending messages to the person end FAILED. Messages from after the request are stored as usual. While an erasure of the person runs, the answer is that erasure. The key needs the scope `manage`.
         */
        delete: operations["persons.erase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/person-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exports and erasures, newest first
         * @description Lists running requests, and completed requests until they expire. The answer has no numbers of persons. The key needs the scope `manage`.
         */
        get: operations["persons.listRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/person-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an export or an erasure
         * @description Poll this endpoint until the status is `completed`. The key needs the scope `manage`.
         */
        get: operations["persons.getRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/person-requests/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the files of an export
         * @description Data files hold one JSON object a line, and `type` names the kind of record. Files of messages follow. A running export lists its files so far, and an erasure has none. The file of a message is gone once the message is deleted. The key needs the scope `manage`.
         */
        get: operations["persons.listFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An accepted message, which is sent shortly */
        Accepted: {
            /** @description WhatsApp's key of the message */
            key: {
                /** @description JID of the chat */
                remoteJid: string;
                /**
                 * @description True, because the session sends it
                 * @constant
                 */
                fromMe: true;
                /** @description The WhatsApp message ID, which never changes */
                id: string;
            };
            /**
             * @description The gateway has accepted the message and sends it shortly
             * @constant
             */
            status: "PENDING";
        };
        /** @description A successful answer */
        AcceptedAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Accepted"];
        };
        /** @description Body of `apps.updateOwn` */
        AppsUpdateOwnBody: {
            /** @description Name of the app (1-100 characters) */
            name?: string;
            /** @description Origins of the browsers that may call the API with a key of the app. Without one, no browser may */
            corsOrigins?: string[];
        };
        /** @description The steps of a flow after an arrangement */
        ArrangedSteps: {
            /** @description All steps of the flow */
            steps: components["schemas"]["Step"][];
        };
        /** @description A successful answer */
        ArrangedStepsAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["ArrangedSteps"];
        };
        /** @description The main message to which this message belongs. `hd_image_dual_upload` and `hd_video_dual_upload`: the same picture or video in a better quality. `event_cover_image`, `media_poll`: a picture of an event or a poll */
        Association: {
            /** @description WhatsApp's name of the association, in lower case */
            type: string;
            /** @description ID of the main message */
            messageId: string;
        };
        /** @description One POST of a delivery to your endpoint */
        Attempt: {
            /** @description Number of the attempt, counted from 1 */
            number: number;
            /**
             * Format: date-time
             * @description Start of the attempt
             */
            at: string;
            /** @description HTTP status of the answer; null without an answer */
            status: number | null;
            /** @description Reason for a missing answer; null if there was an answer */
            error: string | null;
            /** @description Duration of the attempt, in ms */
            durationMs: number;
            /** @description The first 1,024 bytes of the answer's body; null without an answer */
            response: string | null;
            /** @description Time of the attempt after this attempt; null if none follows */
            nextAttemptAt: string | null;
        };
        /**
         * @description Cause of a temporary ban. `sent_to_too_many_people`: too many messages to people who do not have the number. `blocked_by_users`: too many people blocked the account. `created_too_many_groups`: too many groups with people who do not have the number. `sent_too_many_same_message`: the same message too often. `broadcast_list`: too many messages to broadcast lists
         * @enum {string}
         */
        BanCause: "sent_to_too_many_people" | "blocked_by_users" | "created_too_many_groups" | "sent_too_many_same_message" | "broadcast_list" | "other";
        /** @description Settings of the app's broadcasts */
        BroadcastSettings: {
            /** @description Words and phrases with which a recipient opts out; empty if no word does */
            stopWords: string[];
            /** @description Words and phrases with which a person leaves the suppression list; empty if no word does */
            startWords: string[];
        };
        /** @description A successful answer */
        BroadcastSettingsAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["BroadcastSettings"];
        };
        /** @description Body of `broadcastSettings.update` */
        BroadcastSettingsUpdateBody: {
            /** @description Words and phrases with which a recipient opts out. 200 words at most, of 60 characters. An empty list switches the words off, and null restores the default words */
            stopWords?: string[] | null;
            /** @description Words and phrases with which a person leaves the suppression list. 200 words at most, of 60 characters. An empty list switches the words off, and null restores the default words */
            startWords?: string[] | null;
        };
        /** @description A call that ended */
        CallLog: {
            /** @description True for a video call */
            video: boolean;
            /** @description `connected`, `missed`, `failed`, `rejected`, `accepted_elsewhere`, `ongoing`, `silenced_by_dnd` or `silenced_unknown_caller` */
            outcome: string;
            /** @description Duration, in seconds */
            seconds?: number;
            /**
             * @description True for a call of several people
             * @constant
             */
            group?: true;
        };
        /** @description A broadcast of one message to many recipients, with its progress */
        Campaign: {
            /** @description Campaign ID */
            id: string;
            /** @description Name of the campaign */
            name: string;
            /** @description Session that sends the messages */
            session: string;
            status: components["schemas"]["CampaignStatus"];
            reason?: components["schemas"]["CampaignReason"];
            type: components["schemas"]["CampaignType"];
            content: components["schemas"]["CampaignContent"];
            pacing: components["schemas"]["CampaignPacing"];
            /** @description True if the campaign shows typing before each message */
            typing: boolean;
            counts: components["schemas"]["CampaignCounts"];
            /** @description Percentage of the recipients that are no longer pending, rounded down to one decimal place */
            progress: number;
            /** @description Number of skipped and failed recipients, by reason */
            failures: {
                [key: string]: number;
            };
            /** @description Number of skipped recipients, by reason: `not_on_whatsapp`, `username_key_required`, `duplicate`, `opted_out`, `person_erased`, `empty_text` or `text_too_long` */
            skipped: {
                [key: string]: number;
            };
            /** @description Estimated time of the last message; null unless the campaign is scheduled or running */
            readyAt: string | null;
            /** @description Scheduled start; null for a start by a request */
            scheduledAt: string | null;
            /** @description Time of the start; null before the start */
            startedAt: string | null;
            /** @description Time at which the campaign was completed, cancelled or failed; null before the end */
            endedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
        };
        /** @description A successful answer */
        CampaignAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Campaign"];
        };
        /** @description Data of the event `campaign.completed` */
        CampaignCompletedData: {
            /** @description Id of the campaign */
            id: string;
            /** @description Name of the campaign */
            name: string;
            /** @description Id of the session */
            session: string;
            /**
             * @description Final status of the campaign
             * @enum {string}
             */
            status: "completed" | "cancelled" | "failed";
            /**
             * @description Reason of the status `failed`
             * @enum {string}
             */
            reason?: "user" | "session_disconnected" | "reachout_timelock" | "account_suspended" | "session_logged_out" | "session_deleted" | "limit_exceeded";
            counts: components["schemas"]["CampaignCounts"];
            /** @description Number of skipped and failed recipients, by reason */
            failures: {
                [key: string]: number;
            };
            /** @description Number of skipped recipients, by reason: `not_on_whatsapp`, `username_key_required`, `duplicate`, `opted_out`, `person_erased`, `empty_text` or `text_too_long` */
            skipped: {
                [key: string]: number;
            };
        };
        /** @description A campaign was completed or cancelled, or failed. Each campaign has this event once. */
        CampaignCompletedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "campaign.completed";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["CampaignCompletedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Content of the messages, with placeholders as in the request */
        CampaignContent: {
            /** @description The words of the message, for each kind that has words and no file */
            text?: string;
            /** @description ID of the tapped button or list row */
            selectedId?: string;
            formReply?: components["schemas"]["FormReply"];
            list?: components["schemas"]["WhatsAppList"];
            linkPreview?: components["schemas"]["LinkPreview"];
            /** @description The text under a picture, a video, a document or a location */
            caption?: string;
            /** @description MIME type of the file */
            mimetype?: string;
            /** @description Size of the file in bytes */
            size?: number;
            /** @description Description of the file for people who do not see it */
            altText?: string;
            /** @description SHA-256 of the file, in hex */
            sha256?: string;
            /** @description Width of the picture, in pixels */
            width?: number;
            /** @description Height of the picture, in pixels */
            height?: number;
            /** @description Duration of the audio or video, in seconds */
            seconds?: number;
            /** @description True for a video that plays automatically, without sound */
            gif?: boolean;
            /** @description True for a voice note */
            ptt?: boolean;
            /** @description Name of the document */
            filename?: string;
            /**
             * @description True for a sticker that moves
             * @constant
             */
            animated?: true;
            /**
             * @description True for a Lottie sticker, whose file is vector graphics
             * @constant
             */
            lottie?: true;
            /** @description Latitude, in degrees */
            latitude?: number;
            /** @description Longitude, in degrees */
            longitude?: number;
            /** @description Name of the place */
            name?: string;
            /** @description Address of the place */
            address?: string;
            /** @description True for a live location */
            live?: boolean;
            /** @description Cards of a contact message */
            contacts?: components["schemas"]["ContactCard"][];
            /** @description Emoji of the reaction; empty if the reaction was removed */
            emoji?: string;
            /** @description ID of the message that a reaction, a comment or an answer belongs to */
            messageId?: string;
            poll?: components["schemas"]["Poll"];
            /** @description Text above the words of the message */
            header?: string;
            /** @description Text below the words of the message */
            footer?: string;
            /** @description Buttons of the message, in their order */
            buttons?: components["schemas"]["MessageButton"][];
            /** @description Products of a list of products */
            products?: components["schemas"]["ListedProduct"][];
            /** @description Cards of a carousel, in their order */
            cards?: components["schemas"]["MessageCard"][];
            /** @description ID of the template */
            templateId?: string;
            /** @description Text below the header */
            subtitle?: string;
            /** @description Native flows with all their parameters, in their order */
            nativeFlows?: components["schemas"]["NativeFlow"][];
            /** @description ID of the shop or the collection */
            shopId?: string;
            /** @description JID of the business to which the collection belongs */
            businessJid?: string;
            product?: components["schemas"]["Product"];
            catalog?: components["schemas"]["Catalog"];
            order?: components["schemas"]["Order"];
            payment?: components["schemas"]["Payment"];
            event?: components["schemas"]["PlannedEvent"];
            invite?: components["schemas"]["Invitation"];
            /** @description The votes for each option */
            results?: components["schemas"]["PollCount"][];
            stickerPack?: components["schemas"]["StickerPack"];
            /** @description WhatsApp's name of the sticker */
            stickerKey?: string;
            call?: components["schemas"]["CallLog"];
            /** @description WhatsApp's name or number of an unknown kind; `ciphertext` while the message cannot be decrypted */
            kind?: string;
            referral?: components["schemas"]["Referral"];
            /** @description ID that the pictures and videos of one album share */
            albumId?: string;
            association?: components["schemas"]["Association"];
            /** @description Groups that the text mentions */
            groupMentions?: components["schemas"]["GroupMention"][];
            /**
             * @description True for a question that asks for answers
             * @constant
             */
            question?: true;
            /**
             * @description True for a message to WhatsApp's own AI
             * @constant
             */
            botInvoked?: true;
            /**
             * @description True for a post in the status of a group
             * @constant
             */
            groupStatus?: true;
            quoted?: components["schemas"]["Quoted"];
            /** @description JIDs that the text mentions as @number */
            mentions?: string[];
            /** @description LIDs of the mentioned persons, in the order of `mentions`; null where a LID is unknown */
            mentionLids?: (string | null)[];
            /** @description True if the message mentions the account of the session */
            mentionsMe?: boolean;
            /** @description True if the message was forwarded from another chat */
            forwarded?: boolean;
            /**
             * @description The message exceeded the limits of the gateway: a text, a list or a card is cut
             * @constant
             */
            truncated?: true;
            /** @description True if WhatsApp shows the message only once */
            viewOnce?: boolean;
            /** @description Lifetime of a disappearing message, in seconds */
            ephemeral?: number;
            /** @description Number of the post in its channel */
            serverId?: number;
        };
        /** @description Number of recipients by status. Each recipient counts under one status */
        CampaignCounts: {
            /** @description Number of recipients */
            total: number;
            /** @description Recipients whose message WhatsApp does not have */
            pending: number;
            /** @description Recipients whose message WhatsApp accepted */
            sent: number;
            /** @description Recipients who have the message */
            delivered: number;
            /** @description Recipients who have read the message */
            read: number;
            /** @description Recipients whose message ended FAILED */
            failed: number;
            /** @description Recipients without a message */
            skipped: number;
        };
        /** @description The pace of a campaign, and the hours in which the campaign sends nothing */
        CampaignPacing: {
            /** @description Shortest time between two messages, in seconds */
            minDelaySeconds: number;
            /** @description Longest time between two messages, in seconds */
            maxDelaySeconds: number;
            /** @description Hours in which the campaign sends nothing; null if there are none */
            quietHours: components["schemas"]["QuietHours"] | null;
        };
        /** @description Pace of a campaign */
        CampaignPacingInput: {
            /**
             * @description Shortest time between two messages, in seconds; at most `maxDelaySeconds`
             * @default 4
             */
            minDelaySeconds?: number;
            /**
             * @description Longest time between two messages, in seconds
             * @default 12
             */
            maxDelaySeconds?: number;
            /**
             * @description Hours without messages. `from` and `to` differ. If `to` is earlier than `from`, they end on the next day
             * @default null
             */
            quietHours?: components["schemas"]["CampaignQuietHoursInput"] | null;
        };
        /** @description A page of a list */
        CampaignPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Campaign"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Hours without messages, in a time zone */
        CampaignQuietHoursInput: {
            /** @description Start of the quiet hours */
            from: string;
            /** @description End of the quiet hours */
            to: string;
            /** @description Time zone of both times, as an IANA name */
            timezone: string;
        };
        /**
         * @description Reason of the status `paused` or `failed`. `user`: you paused the campaign. `session_disconnected`, `reachout_timelock` and `account_suspended`: the campaign continues by itself when the obstacle is over. `session_logged_out`: the link to the phone is gone. `session_deleted`: you deleted the session. `limit_exceeded`: the month had too few units left at the start
         * @enum {string}
         */
        CampaignReason: "user" | "session_disconnected" | "reachout_timelock" | "account_suspended" | "session_logged_out" | "session_deleted" | "limit_exceeded";
        /** @description A recipient of a campaign, with the status of the message */
        CampaignRecipient: {
            /** @description International number, in digits; the LID of a person whose number is hidden; or `@username` until a campaign has found its LID */
            phone: string;
            /** @description First name; null if unknown */
            name: string | null;
            /** @description Surname; null if unknown */
            surname: string | null;
            /** @description Values for placeholders, by the name of the variable */
            variables: {
                [key: string]: string;
            };
            /** @description Current username of the person; null if there is none or it is unknown */
            username: string | null;
            status: components["schemas"]["CampaignRecipientStatus"];
            /**
             * @description Reason of the status `failed` or `skipped`. `empty_text` and `text_too_long`: the text with its placeholders replaced cannot be sent. `opted_out`: the person is on the suppression list. `person_erased`: the person was erased before the message left. The other reasons are those of a message
             * @enum {string}
             */
            error?: "not_on_whatsapp" | "username_key_required" | "duplicate" | "opted_out" | "expired" | "session_logged_out" | "session_deleted" | "session_banned" | "session_account_locked" | "session_client_rejected" | "session_login_rejected" | "reachout_timelock" | "rejected_by_whatsapp" | "timeout" | "media_unavailable" | "person_erased" | "internal_error" | "empty_text" | "text_too_long";
            /** @description The WhatsApp message ID; null if there is no message yet */
            messageId: string | null;
            /** @description Time at which the gateway accepted the message; null if there is no message yet */
            acceptedAt: string | null;
        };
        /** @description A recipient of a campaign */
        CampaignRecipientInput: {
            /** @description International number, the JID or LID of a person, or `@username` */
            phone: components["schemas"]["MemberAddress"];
            usernameKey?: string | null;
            /** @description First name */
            name?: string | null;
            /** @description Surname */
            surname?: string | null;
            /** @description Values for placeholders such as `{{city}}` */
            variables?: {
                [key: string]: string;
            };
        };
        /** @description A page of a list */
        CampaignRecipientPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["CampaignRecipient"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * @description `pending`: WhatsApp does not have the message yet. `sent`: WhatsApp has it. `delivered`: the phone has it. `read`: the recipient opened it. `failed`: it could not be sent. `skipped`: the recipient gets no message
         * @enum {string}
         */
        CampaignRecipientStatus: "pending" | "sent" | "delivered" | "read" | "failed" | "skipped";
        /**
         * @description `draft`: waits for its start. `scheduled`: starts at `scheduledAt`. `running`: sends one message at a time. `paused`: sends nothing, for its `reason`. `completed`: no recipient waits for a message. `cancelled`: you cancelled the campaign. `failed`: the campaign could not go on, for its `reason`
         * @enum {string}
         */
        CampaignStatus: "draft" | "scheduled" | "running" | "paused" | "completed" | "cancelled" | "failed";
        /**
         * @description Kind of the messages of a campaign: a text, or a file with an optional caption
         * @enum {string}
         */
        CampaignType: "text" | "image" | "video" | "audio" | "document" | "sticker";
        /** @description Body of `campaigns.create` for the type `audio` */
        CampaignsCreateAudioBody: ({
            /**
             * @description Kind of the messages: a file
             * @constant
             */
            type: "audio";
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description True to send the audio as a voice note */
            ptt?: boolean;
            /** @description Session ID */
            session: string;
            /** @description Name of the campaign (1-100 characters) */
            name: string;
            /** @description ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more */
            listId?: string;
            /** @description At most 10000; recipients with the same number are merged */
            recipients?: components["schemas"]["CampaignRecipientInput"][];
            /**
             * @description Pace of the campaign, and its quiet hours
             * @default {}
             */
            pacing?: components["schemas"]["CampaignPacingInput"];
            /**
             * @description True to show typing for a moment before each message
             * @default false
             */
            typing?: boolean;
            /**
             * @description True to create a draft, which waits for POST …/start
             * @default false
             */
            draft?: boolean;
            /** @description Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once */
            scheduledAt?: string;
            /** @description Time zone of a `scheduledAt` without an offset */
            timezone?: string;
        } | unknown | unknown) & (unknown | unknown | unknown);
        /** @description Body of `campaigns.create` */
        CampaignsCreateBody: components["schemas"]["CampaignsCreateTextBody"] | components["schemas"]["CampaignsCreateImageBody"] | components["schemas"]["CampaignsCreateVideoBody"] | components["schemas"]["CampaignsCreateAudioBody"] | components["schemas"]["CampaignsCreateDocumentBody"] | components["schemas"]["CampaignsCreateStickerBody"];
        /** @description Body of `campaigns.create` for the type `document` */
        CampaignsCreateDocumentBody: ({
            /**
             * @description Kind of the messages: a file
             * @constant
             */
            type: "document";
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Caption of a file, with placeholders as in `text` */
            caption?: string;
            /** @description Name of the file on the phone */
            filename?: string;
            /** @description Session ID */
            session: string;
            /** @description Name of the campaign (1-100 characters) */
            name: string;
            /** @description ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more */
            listId?: string;
            /** @description At most 10000; recipients with the same number are merged */
            recipients?: components["schemas"]["CampaignRecipientInput"][];
            /**
             * @description Pace of the campaign, and its quiet hours
             * @default {}
             */
            pacing?: components["schemas"]["CampaignPacingInput"];
            /**
             * @description True to show typing for a moment before each message
             * @default false
             */
            typing?: boolean;
            /**
             * @description True to create a draft, which waits for POST …/start
             * @default false
             */
            draft?: boolean;
            /** @description Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once */
            scheduledAt?: string;
            /** @description Time zone of a `scheduledAt` without an offset */
            timezone?: string;
        } | unknown | unknown) & (unknown | unknown | unknown);
        /** @description Body of `campaigns.create` for the type `image` */
        CampaignsCreateImageBody: ({
            /**
             * @description Kind of the messages: a file
             * @constant
             */
            type: "image";
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Caption of a file, with placeholders as in `text` */
            caption?: string;
            /** @description Session ID */
            session: string;
            /** @description Name of the campaign (1-100 characters) */
            name: string;
            /** @description ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more */
            listId?: string;
            /** @description At most 10000; recipients with the same number are merged */
            recipients?: components["schemas"]["CampaignRecipientInput"][];
            /**
             * @description Pace of the campaign, and its quiet hours
             * @default {}
             */
            pacing?: components["schemas"]["CampaignPacingInput"];
            /**
             * @description True to show typing for a moment before each message
             * @default false
             */
            typing?: boolean;
            /**
             * @description True to create a draft, which waits for POST …/start
             * @default false
             */
            draft?: boolean;
            /** @description Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once */
            scheduledAt?: string;
            /** @description Time zone of a `scheduledAt` without an offset */
            timezone?: string;
        } | unknown | unknown) & (unknown | unknown | unknown);
        /** @description Body of `campaigns.create` for the type `sticker` */
        CampaignsCreateStickerBody: ({
            /**
             * @description Kind of the messages: a file
             * @constant
             */
            type: "sticker";
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Session ID */
            session: string;
            /** @description Name of the campaign (1-100 characters) */
            name: string;
            /** @description ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more */
            listId?: string;
            /** @description At most 10000; recipients with the same number are merged */
            recipients?: components["schemas"]["CampaignRecipientInput"][];
            /**
             * @description Pace of the campaign, and its quiet hours
             * @default {}
             */
            pacing?: components["schemas"]["CampaignPacingInput"];
            /**
             * @description True to show typing for a moment before each message
             * @default false
             */
            typing?: boolean;
            /**
             * @description True to create a draft, which waits for POST …/start
             * @default false
             */
            draft?: boolean;
            /** @description Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once */
            scheduledAt?: string;
            /** @description Time zone of a `scheduledAt` without an offset */
            timezone?: string;
        } | unknown | unknown) & (unknown | unknown | unknown);
        /** @description Body of `campaigns.create` for the type `text` */
        CampaignsCreateTextBody: {
            /**
             * @description Kind of the messages: a text
             * @constant
             */
            type?: "text";
            /** @description Text of the message. `{{name}}`, `{{surname}}` and any `{{variable}}` are replaced; `{{name|there}}` has a default */
            text: string;
            /** @description Session ID */
            session: string;
            /** @description Name of the campaign (1-100 characters) */
            name: string;
            /** @description ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more */
            listId?: string;
            /** @description At most 10000; recipients with the same number are merged */
            recipients?: components["schemas"]["CampaignRecipientInput"][];
            /**
             * @description Pace of the campaign, and its quiet hours
             * @default {}
             */
            pacing?: components["schemas"]["CampaignPacingInput"];
            /**
             * @description True to show typing for a moment before each message
             * @default false
             */
            typing?: boolean;
            /**
             * @description True to create a draft, which waits for POST …/start
             * @default false
             */
            draft?: boolean;
            /** @description Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once */
            scheduledAt?: string;
            /** @description Time zone of a `scheduledAt` without an offset */
            timezone?: string;
        } | unknown | unknown;
        /** @description Body of `campaigns.create` for the type `video` */
        CampaignsCreateVideoBody: ({
            /**
             * @description Kind of the messages: a file
             * @constant
             */
            type: "video";
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Caption of a file, with placeholders as in `text` */
            caption?: string;
            /** @description Session ID */
            session: string;
            /** @description Name of the campaign (1-100 characters) */
            name: string;
            /** @description ID of a recipient list. The campaign keeps a copy of its recipients. List and `recipients` together name one recipient or more */
            listId?: string;
            /** @description At most 10000; recipients with the same number are merged */
            recipients?: components["schemas"]["CampaignRecipientInput"][];
            /**
             * @description Pace of the campaign, and its quiet hours
             * @default {}
             */
            pacing?: components["schemas"]["CampaignPacingInput"];
            /**
             * @description True to show typing for a moment before each message
             * @default false
             */
            typing?: boolean;
            /**
             * @description True to create a draft, which waits for POST …/start
             * @default false
             */
            draft?: boolean;
            /** @description Time of the start, in the future: ISO 8601 with an offset, or local time in `timezone`. If absent, the campaign starts at once */
            scheduledAt?: string;
            /** @description Time zone of a `scheduledAt` without an offset */
            timezone?: string;
        } | unknown | unknown) & (unknown | unknown | unknown);
        /** @description A catalog of a business */
        Catalog: {
            /** @description Name of the catalog */
            title?: string;
            /** @description Description of the catalog */
            description?: string;
            /** @description JID of the business */
            businessJid?: string;
        };
        /** @description A chat of a session */
        Chat: {
            /** @description JID of the chat: a person or a group */
            jid: string;
            /** @description Number of the person in digits; null for a group, and if WhatsApp does not show the number */
            phone: string | null;
            /** @description LID of the person, which never changes; null for a group, and if the LID is unknown */
            lid: string | null;
            /** @description Current username of the person; null if there is none or it is unknown */
            username: string | null;
            kind: components["schemas"]["ChatKind"];
            /** @description Lifetime of new messages, in seconds; 0 if messages do not disappear */
            ephemeralSeconds: number;
        };
        /** @description A chat: an international phone number, the JID of a person, a group or a channel, or `status@broadcast` for status posts */
        ChatAddress: string;
        /** @description A successful answer */
        ChatAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Chat"];
        };
        /**
         * @description `user`: a chat with one person. `group`: a group
         * @enum {string}
         */
        ChatKind: "user" | "group";
        /** @description Body of `chatbot.addStep` */
        ChatbotAddStepBody: components["schemas"]["ChatbotAddStepSendTextBody"] | components["schemas"]["ChatbotAddStepSendImageBody"] | components["schemas"]["ChatbotAddStepSendButtonsBody"] | components["schemas"]["ChatbotAddStepWaitReplyBody"] | components["schemas"]["ChatbotAddStepConditionBody"] | components["schemas"]["ChatbotAddStepDelayBody"] | components["schemas"]["ChatbotAddStepWebhookBody"] | components["schemas"]["ChatbotAddStepSetVariableBody"];
        /** @description Body of `chatbot.addStep` for the type `condition` */
        ChatbotAddStepConditionBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "condition";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["ConditionConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `delay` */
        ChatbotAddStepDelayBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "delay";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["DelayConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `send_buttons` */
        ChatbotAddStepSendButtonsBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "send_buttons";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["SendButtonsConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `send_image` */
        ChatbotAddStepSendImageBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "send_image";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["SendImageConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `send_text` */
        ChatbotAddStepSendTextBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "send_text";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["SendTextConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `set_variable` */
        ChatbotAddStepSetVariableBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "set_variable";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["SetVariableConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `wait_reply` */
        ChatbotAddStepWaitReplyBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "wait_reply";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            /** @default {} */
            config?: components["schemas"]["WaitReplyConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.addStep` for the type `webhook` */
        ChatbotAddStepWebhookBody: {
            /**
             * @description Type of the step, in any case
             * @constant
             */
            type: "webhook";
            /**
             * @description Name in an editor; null if there is none
             * @default null
             */
            name?: string | null;
            config: components["schemas"]["WebhookConfig"];
            /**
             * @description Target step of each outlet, a step of the same flow; null ends the conversation
             * @default {}
             */
            connections?: {
                [key: string]: string | null;
            };
            /**
             * @default {
             *       "x": 0,
             *       "y": 0
             *     }
             */
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chatbot.arrangeSteps` */
        ChatbotArrangeStepsBody: {
            /** @description Steps to change. Other steps stay as they are */
            steps: {
                /** @description Step ID */
                id: string;
                position?: components["schemas"]["StepPositionInput"];
                /** @description Target step of each outlet, a step of the same flow; null ends the conversation */
                connections?: {
                    [key: string]: string | null;
                };
            }[];
        };
        /** @description Body of `chatbot.createFlow` */
        ChatbotCreateFlowBody: components["schemas"]["ChatbotCreateFlowKeywordBody"] | components["schemas"]["ChatbotCreateFlowFirstContactBody"] | components["schemas"]["ChatbotCreateFlowScheduleBody"];
        /** @description Body of `chatbot.createFlow` for the type `first_contact` */
        ChatbotCreateFlowFirstContactBody: {
            /** @description ID of the app of your key, which is the default. GET /me answers the ID */
            appId?: string;
            /** @description Name of the flow (1-100 characters) */
            name: string;
            /**
             * @description Type of the trigger, in any case
             * @constant
             */
            triggerType: "first_contact";
            /**
             * @description Trigger config (keywords, matchType, schedule times). Publishing requires the missing parts
             * @default {}
             */
            triggerValue?: components["schemas"]["FirstContactTrigger"];
            /** @description WhatsApp session ID (required to publish) */
            sessionId?: string | null;
            /**
             * @description False if the flow begins no conversation; live conversations continue
             * @default true
             */
            enabled?: boolean;
        };
        /** @description Body of `chatbot.createFlow` for the type `keyword` */
        ChatbotCreateFlowKeywordBody: {
            /** @description ID of the app of your key, which is the default. GET /me answers the ID */
            appId?: string;
            /** @description Name of the flow (1-100 characters) */
            name: string;
            /**
             * @description Type of the trigger, in any case
             * @constant
             */
            triggerType: "keyword";
            /**
             * @description Trigger config (keywords, matchType, schedule times). Publishing requires the missing parts
             * @default {}
             */
            triggerValue?: components["schemas"]["KeywordTrigger"];
            /** @description WhatsApp session ID (required to publish) */
            sessionId?: string | null;
            /**
             * @description False if the flow begins no conversation; live conversations continue
             * @default true
             */
            enabled?: boolean;
        };
        /** @description Body of `chatbot.createFlow` for the type `schedule` */
        ChatbotCreateFlowScheduleBody: {
            /** @description ID of the app of your key, which is the default. GET /me answers the ID */
            appId?: string;
            /** @description Name of the flow (1-100 characters) */
            name: string;
            /**
             * @description Type of the trigger, in any case
             * @constant
             */
            triggerType: "schedule";
            /**
             * @description Trigger config (keywords, matchType, schedule times). Publishing requires the missing parts
             * @default {}
             */
            triggerValue?: components["schemas"]["ScheduleTrigger"];
            /** @description WhatsApp session ID (required to publish) */
            sessionId?: string | null;
            /**
             * @description False if the flow begins no conversation; live conversations continue
             * @default true
             */
            enabled?: boolean;
        };
        /** @description Body of `chatbot.simulateFlow` */
        ChatbotSimulateFlowBody: {
            /** @description Messages of the contact, in order; `{"advanceSeconds":60}` advances the clock */
            messages: (string | {
                /** @description Text of the message */
                text: string;
                /** @description ID of the tapped button */
                buttonId?: string;
            } | {
                /** @description Seconds by which the clock advances */
                advanceSeconds: number;
            })[];
            /**
             * @description Answers to webhook steps, by step id: `{status,body}` or `{error}`. If absent, 200 and `{}`
             * @default {}
             */
            webhooks?: {
                [key: string]: {
                    /** @description Reason for a missing answer */
                    error: string;
                } | {
                    /**
                     * @description HTTP status of the answer
                     * @default 200
                     */
                    status?: number;
                    /** @description Body of the answer: JSON, or a text */
                    body?: unknown;
                };
            };
            /**
             * @description The contact who writes the messages
             * @default {}
             */
            contact?: {
                /**
                 * @description Display name of the contact
                 * @default
                 */
                name?: string;
                /** @description International number of the contact. If absent, 905551234567 */
                phone?: components["schemas"]["PhoneNumber"];
            };
            /**
             * Format: date-time
             * @description Time of the start. If absent, now
             */
            startAt?: string;
            /**
             * @description True if the chat has no earlier message
             * @default true
             */
            isFirstContact?: boolean;
            /**
             * @description True if the chat is a group
             * @default false
             */
            isGroup?: boolean;
            /**
             * @description True if delays end at once
             * @default true
             */
            skipDelays?: boolean;
            /**
             * @description `draft`: the flow as you draw it. `published`: the live version
             * @default draft
             */
            version?: components["schemas"]["FlowStatus"];
        };
        /** @description Statistics of the flows of an app */
        ChatbotStats: {
            /**
             * Format: date-time
             * @description Start of the counted period
             */
            since: string;
            total: components["schemas"]["ConversationCounts"];
            /** @description Statistics by flow */
            flows: components["schemas"]["FlowStats"][];
            /** @description Cursor of the remaining flows; null if the answer has all flows */
            nextCursor: string | null;
            /** @description Counts by the day (UTC) of the start */
            days: components["schemas"]["DayStats"][];
        };
        /** @description A successful answer */
        ChatbotStatsAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["ChatbotStats"];
        };
        /** @description Body of `chatbot.steerConversation` */
        ChatbotSteerConversationBody: {
            /**
             * @description `pause`: silence the bot. `resume`: continue at the same step. `end`: end the conversation
             * @enum {string}
             */
            action: "pause" | "resume" | "end";
        };
        /** @description Body of `chatbot.updateFlow` */
        ChatbotUpdateFlowBody: {
            /** @description Name of the flow (1-100 characters) */
            name?: string;
            triggerType?: components["schemas"]["TriggerType"];
            /** @description Trigger config of the type that the flow has after the update. Replaces the stored config as a whole */
            triggerValue?: components["schemas"]["TriggerConfig"];
            /** @description WhatsApp session ID (required to publish) */
            sessionId?: string | null;
            /** @description False if the flow begins no conversation; live conversations continue */
            enabled?: boolean;
            /** @description First step of a conversation. Default: the step that was added first. A null, which GET shows for a flow without steps, changes nothing */
            startStepId?: string | null;
        };
        /** @description Body of `chatbot.updateStep` */
        ChatbotUpdateStepBody: {
            type?: components["schemas"]["StepType"];
            /** @description Name in an editor; null if there is none */
            name?: string | null;
            /** @description Configuration of the type that the step has after the update. Replaces the stored configuration as a whole */
            config?: components["schemas"]["StepConfig"];
            /** @description Target step of each outlet, a step of the same flow; null ends the conversation */
            connections?: {
                [key: string]: string | null;
            };
            position?: components["schemas"]["StepPositionInput"];
        };
        /** @description Body of `chats.update` */
        ChatsUpdateBody: {
            ephemeralSeconds: components["schemas"]["Lifetime"];
        };
        /** @description A button that a step offers */
        Choice: {
            /** @description ID of the button */
            id: string;
            /** @description Text of the button */
            label: string;
        };
        /** @description Configuration of the type `condition`. At most 50000 characters of JSON */
        ConditionConfig: {
            /** @description Comparisons of variables, 20 at most */
            rules: {
                /** @description Variable to compare, such as `last_reply` or `{{last_reply}}` */
                variable: string;
                /** @description In any case. Text operators ignore case and accents. `gt`, `gte`, `lt` and `lte` compare numbers or ISO dates */
                operator: string | ("equals" | "not_equals" | "contains" | "not_contains" | "starts_with" | "ends_with" | "regex" | "gt" | "gte" | "lt" | "lte" | "exists" | "not_exists" | "in") | unknown;
                /**
                 * @description Value to compare with; a list for `in` only. For `regex`, a pattern in the syntax of RE2
                 * @default
                 */
                value?: (string | number | boolean) | (string | number | boolean)[];
            }[];
            /**
             * @description In any case. `and`: all rules must be true. `or`: one rule must be true
             * @default and
             */
            logic?: string | ("and" | "or") | unknown;
        };
        /** @description A contact that the session knows */
        Contact: {
            /** @description JID of the contact */
            jid: string;
            /** @description Number in digits; null while only a LID is known */
            phone: string | null;
            /** @description LID of the contact, which never changes; null if it is unknown */
            lid: string | null;
            /** @description Current username of the contact; null if there is none or it is unknown */
            username: string | null;
            /** @description Name in the address book, or the display name; `@username` if neither is known */
            name: string;
        };
        /** @description A contact card in a message */
        ContactCard: {
            /** @description Display name of the contact */
            name: string;
            /** @description Phone number in digits */
            phone?: string;
            /** @description The whole card, as vCard 3.0 */
            vcard?: string;
        };
        /** @description The answer of WhatsApp about one number or one username */
        ContactCheck: {
            /** @description The checked number in digits. For a username: the number of the person; null if it is unknown or hidden */
            phone: string | null;
            /** @description The checked username; absent for a number */
            username?: string;
            /** @description True if the number or the username has a WhatsApp account */
            exists: boolean;
            /**
             * @description True if the owner of the username has set a key, and the request has no key or a wrong key. `jid` and `lid` are then null
             * @constant
             */
            keyRequired?: true;
            /** @description JID of the account; null if there is no account. The JID may have another form of the number. For a person who hides the number, the JID is the LID */
            jid: string | null;
            /** @description LID of the account; null if it is unknown */
            lid: string | null;
        };
        /** @description A successful answer */
        ContactCheckListAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["ContactCheck"][];
        };
        /** @description A page of a list */
        ContactPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Contact"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The profile picture of a contact */
        ContactPicture: {
            /** @description URL of the picture at WhatsApp, which expires; null if the contact has no picture or hides it */
            url: string | null;
        };
        /** @description A successful answer */
        ContactPictureAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["ContactPicture"];
        };
        /** @description Body of `contacts.setPresence` */
        ContactsSetPresenceBody: {
            /** @description Session ID */
            session: string;
            /** @description Chat that shows the state */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            state: components["schemas"]["PresenceState"];
        };
        /** @description A conversation of a chat with a flow */
        Conversation: {
            /** @description Conversation ID */
            id: string;
            /** @description ID of the flow */
            flowId: string;
            /** @description Session ID */
            session: string;
            /** @description JID of the chat */
            chat: string;
            /** @description The person who began the conversation */
            contact: {
                /** @description Display name; empty if unknown */
                name: string;
                /** @description Number in digits; empty if unknown */
                phone: string;
            };
            status: components["schemas"]["ConversationStatus"];
            /** @description Current step, or last step of an ended conversation; null before the first step */
            stepId: string | null;
            /** @description Cause of the wait; null if the conversation does not wait */
            waitingFor: components["schemas"]["WaitingFor"] | null;
            /** @description End of the wait; null without a timer */
            dueAt: string | null;
            /** @description Time at which the conversation expires without further activity; null after its end */
            expiresAt: string | null;
            /** @description Variables of the conversation, by name */
            variables: {
                [key: string]: string;
            };
            /** @description Reason for the status `failed` */
            error?: string;
            errorCode?: components["schemas"]["ConversationErrorCode"];
            /**
             * Format: date-time
             * @description Time of the start
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            /** @description Time of the end; null for a live conversation */
            endedAt: string | null;
            /** @description Number of lines in the transcript */
            lines: number;
            /** @description Last lines: at most 200 lines and 1 MB. GET …/transcript lists all lines */
            transcript: components["schemas"]["TranscriptLine"][];
        };
        /** @description A successful answer */
        ConversationAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Conversation"];
        };
        /** @description Number of conversations by status */
        ConversationCounts: {
            /** @description Started conversations */
            started: number;
            /** @description Conversations that are under way */
            active: number;
            /** @description Conversations that a human has taken over */
            paused: number;
            /** @description Conversations that reached an end of the flow */
            completed: number;
            /** @description Conversations that a stop word, a time-out or you ended */
            abandoned: number;
            /** @description Conversations that ended after a day without activity */
            expired: number;
            /** @description Conversations that failed */
            failed: number;
        };
        /**
         * @description `cpu_budget_exceeded`: the flow took too much CPU for one message
         * @enum {string}
         */
        ConversationErrorCode: "cpu_budget_exceeded";
        /** @description A page of a list */
        ConversationPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Conversation"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * @description `active`: the flow is under way. `paused`: a human has taken over. `completed`: the flow reached an end. `abandoned`: a stop word, a time-out or a request ended it. `expired`: nothing happened for a day. `failed`: `error` has the reason
         * @enum {string}
         */
        ConversationStatus: "active" | "paused" | "completed" | "abandoned" | "expired" | "failed";
        /** @description A new campaign, with warnings about its placeholders */
        CreatedCampaign: {
            /** @description Campaign ID */
            id: string;
            /** @description Name of the campaign */
            name: string;
            /** @description Session that sends the messages */
            session: string;
            status: components["schemas"]["CampaignStatus"];
            reason?: components["schemas"]["CampaignReason"];
            type: components["schemas"]["CampaignType"];
            content: components["schemas"]["CampaignContent"];
            pacing: components["schemas"]["CampaignPacing"];
            /** @description True if the campaign shows typing before each message */
            typing: boolean;
            counts: components["schemas"]["CampaignCounts"];
            /** @description Percentage of the recipients that are no longer pending, rounded down to one decimal place */
            progress: number;
            /** @description Number of skipped and failed recipients, by reason */
            failures: {
                [key: string]: number;
            };
            /** @description Number of skipped recipients, by reason: `not_on_whatsapp`, `username_key_required`, `duplicate`, `opted_out`, `person_erased`, `empty_text` or `text_too_long` */
            skipped: {
                [key: string]: number;
            };
            /** @description Estimated time of the last message; null unless the campaign is scheduled or running */
            readyAt: string | null;
            /** @description Scheduled start; null for a start by a request */
            scheduledAt: string | null;
            /** @description Time of the start; null before the start */
            startedAt: string | null;
            /** @description Time at which the campaign was completed, cancelled or failed; null before the end */
            endedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            /** @description The placeholders for which no recipient has a value, probably by a mistake; at most 50 */
            warnings: {
                /** @description Name of the placeholder, as written */
                placeholder: string;
                /** @description Number of recipients without a value for the placeholder */
                recipients: number;
            }[];
        };
        /** @description A successful answer */
        CreatedCampaignAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["CreatedCampaign"];
        };
        /** @description A new group, with the result for each requested participant */
        CreatedGroup: {
            /** @description Group ID, which is its JID */
            id: string;
            /** @description Name of the group */
            subject: string;
            /** @description Description of the group; null if there is none */
            description: string | null;
            /** @description JID of the creator; null if unknown */
            owner: string | null;
            /** @description Creation time on WhatsApp; null if unknown */
            createdAt: string | null;
            /** @description Number of members, including yourself */
            size: number;
            /** @description True if only admins may write */
            announce: boolean;
            /** @description True if only admins may change subject, description and picture */
            locked: boolean;
            /** @description Lifetime of messages, in seconds; 0 if messages do not disappear */
            ephemeralSeconds: number;
            /** @description True if admins approve people who use the invite link */
            joinApproval: boolean;
            /** @description Members of the group, including yourself */
            participants: components["schemas"]["GroupMember"][];
            /** @description Result for each requested participant */
            results: components["schemas"]["ParticipantResult"][];
        };
        /** @description A successful answer */
        CreatedGroupAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["CreatedGroup"];
        };
        /** @description Number of conversations that started on a day, by their status */
        DayStats: {
            /** @description Started conversations */
            started: number;
            /** @description Conversations that are under way */
            active: number;
            /** @description Conversations that a human has taken over */
            paused: number;
            /** @description Conversations that reached an end of the flow */
            completed: number;
            /** @description Conversations that a stop word, a time-out or you ended */
            abandoned: number;
            /** @description Conversations that ended after a day without activity */
            expired: number;
            /** @description Conversations that failed */
            failed: number;
            /**
             * Format: date
             * @description Day in UTC
             */
            day: string;
        };
        /** @description Configuration of the type `delay`. At most 50000 characters of JSON */
        DelayConfig: {
            /** @description Seconds to wait, as a number or as its digits, 7 days at most */
            seconds: number | string;
        };
        /** @description The answer of a deletion */
        Deleted: {
            /** @description ID of the deleted object */
            id: string;
            /**
             * @description The object is deleted
             * @constant
             */
            deleted: true;
        };
        /** @description A successful answer */
        DeletedAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Deleted"];
        };
        /** @description The delivery of one event to one webhook, with its attempts */
        Delivery: {
            /** @description Delivery ID, which the header X-Vesper-Delivery has */
            id: string;
            event: components["schemas"]["EventName"];
            /** @description ID of the event, the same on every retry and replay */
            eventId: string;
            /** @description Session of the event; null for a test */
            session: string | null;
            state: components["schemas"]["DeliveryState"];
            /**
             * @description Reason for the state `failed`. `attempts_exhausted`: all attempts failed. `gone`: your endpoint answered 410. `webhook_disabled`: the webhook was disabled
             * @enum {string}
             */
            error?: "attempts_exhausted" | "gone" | "webhook_disabled";
            /** @description The last 20 attempts, oldest first */
            attempts: components["schemas"]["Attempt"][];
            /** @description Time of the next attempt; null if none is due */
            nextAttemptAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
        };
        /** @description A page of a list */
        DeliveryPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Delivery"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * @description `pending`: an attempt is due or waits its turn. `succeeded`: your endpoint answered 2xx. `failed`: no attempt follows
         * @enum {string}
         */
        DeliveryState: "pending" | "succeeded" | "failed";
        /** @description A chat: an international phone number, the JID of a person or a group, or `@username` */
        Destination: string;
        /** @description One fault of a request */
        ErrorDetail: {
            /** @description Path of the field, or the name of the fact */
            path: string;
            /** @description The fault and the remedy */
            message: string;
        };
        /** @description An event, in the form that webhooks have */
        Event: components["schemas"]["MessageReceivedEvent"] | components["schemas"]["MessageFromPhoneEvent"] | components["schemas"]["MessageSentEvent"] | components["schemas"]["MessageDeliveredEvent"] | components["schemas"]["MessageReadEvent"] | components["schemas"]["MessageUpdatedEvent"] | components["schemas"]["MessageDeletedEvent"] | components["schemas"]["MessageFailedEvent"] | components["schemas"]["PollVoteEvent"] | components["schemas"]["SessionConnectedEvent"] | components["schemas"]["SessionDisconnectedEvent"] | components["schemas"]["SessionQrEvent"] | components["schemas"]["SessionRestrictedEvent"] | components["schemas"]["SessionDeletedEvent"] | components["schemas"]["GroupJoinEvent"] | components["schemas"]["GroupLeaveEvent"] | components["schemas"]["GroupUpdateEvent"] | components["schemas"]["CampaignCompletedEvent"];
        /**
         * @description Name of an event. `webhook.test` is the event of a test, to which no webhook subscribes
         * @enum {string}
         */
        EventName: "message.received" | "message.from_phone" | "message.sent" | "message.delivered" | "message.read" | "message.updated" | "message.deleted" | "message.failed" | "poll.vote" | "session.connected" | "session.disconnected" | "session.qr" | "session.restricted" | "session.deleted" | "group.join" | "group.leave" | "group.update" | "campaign.completed" | "webhook.test";
        /** @description A page of a list */
        EventPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Event"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The place of an event */
        EventPlace: {
            /** @description Name of the place */
            name?: string;
            /** @description Address of the place */
            address?: string;
            /** @description Latitude, in degrees */
            latitude?: number;
            /** @description Longitude, in degrees */
            longitude?: number;
        };
        /** @description The answer to a request that failed */
        Failure: {
            /**
             * @description False in each failure
             * @constant
             */
            success: false;
            /** @description The error */
            error: {
                /**
                 * @description Code of the error
                 * @enum {string}
                 */
                code: "VALIDATION_ERROR" | "UNAUTHORIZED" | "LIMIT_EXCEEDED" | "FORBIDDEN" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "CONFLICT" | "SESSION_NOT_CONNECTED" | "IDEMPOTENCY_CONFLICT" | "USERNAME_KEY_REQUIRED" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "UNPROCESSABLE_MEDIA" | "WHATSAPP_REJECTED" | "RATE_LIMITED" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "SERVICE_UNAVAILABLE" | "OUTCOME_UNKNOWN" | "TIMEOUT";
                /** @description The cause and the remedy */
                message: string;
                /** @description ID of the request, for support */
                requestId: string;
                /** @description The faults of an invalid request, or the facts of another failure */
                details?: components["schemas"]["ErrorDetail"][];
            };
        };
        /** @description Trigger config of the type `first_contact`. At most 50000 characters of JSON */
        FirstContactTrigger: {
            /**
             * @description True if messages in groups count
             * @default false
             */
            groups?: boolean;
            /**
             * @description Words that end the conversation, if a word is the whole message. A word has more than accents and invisible characters
             * @default [
             *       "stop"
             *     ]
             */
            stopWords?: string[];
        };
        /** @description A conversation that you draw: a trigger, steps and connections */
        Flow: {
            /** @description Flow ID */
            id: string;
            /** @description ID of the app that owns the flow */
            appId: string;
            /** @description Name of the flow */
            name: string;
            status: components["schemas"]["FlowStatus"];
            /** @description False if the flow begins no conversation; live conversations continue */
            enabled: boolean;
            triggerType: components["schemas"]["TriggerType"];
            /** @description Configuration of the trigger, whose fields depend on `triggerType` */
            triggerValue: {
                [key: string]: unknown;
            };
            /** @description Session whose messages the flow answers; null if none is assigned */
            sessionId: string | null;
            /** @description First step of a conversation; null means the step that was added first */
            startStepId: string | null;
            /** @description True if the draft has changed since the last publication */
            hasUnpublishedChanges: boolean;
            /** @description Time of the last publication; null for a draft */
            publishedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
        };
        /** @description A successful answer */
        FlowAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Flow"];
        };
        /** @description A request of a flow to your server */
        FlowCall: {
            /** @description HTTP method */
            method: string;
            /** @description URL with its variables replaced */
            url: string;
            /** @description Headers with their variables replaced */
            headers: {
                [key: string]: string;
            };
            /** @description Body with its variables replaced; absent for a GET */
            body?: string;
        };
        /** @description A fault or a warning of a flow */
        FlowFinding: {
            /** @description Path in the flow */
            path: string;
            /** @description The finding and the remedy */
            message: string;
        };
        /** @description A message that a flow sends */
        FlowMessage: {
            /**
             * @description Kind of the message
             * @enum {string}
             */
            type: "text" | "image";
            /** @description Text of the message, or caption of the image */
            text: string;
            /** @description URL of the image */
            url?: string;
            /** @description Choices that the text offers, numbered */
            buttons?: components["schemas"]["Choice"][];
            /** @description Label that opens a WhatsApp list of the choices */
            list?: string;
        };
        /** @description A page of a list */
        FlowPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Flow"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Statistics of a flow and of its steps */
        FlowStats: {
            /** @description Started conversations */
            started: number;
            /** @description Conversations that are under way */
            active: number;
            /** @description Conversations that a human has taken over */
            paused: number;
            /** @description Conversations that reached an end of the flow */
            completed: number;
            /** @description Conversations that a stop word, a time-out or you ended */
            abandoned: number;
            /** @description Conversations that ended after a day without activity */
            expired: number;
            /** @description Conversations that failed */
            failed: number;
            /** @description Flow ID */
            flowId: string;
            /** @description Name of the flow */
            name: string;
            /** @description Statistics of the steps */
            steps: components["schemas"]["StepStats"][];
        };
        /**
         * @description `draft`: the flow answers no messages. `published`: a version of the flow is live
         * @enum {string}
         */
        FlowStatus: "draft" | "published";
        /** @description A flow with its steps */
        FlowWithSteps: {
            /** @description Flow ID */
            id: string;
            /** @description ID of the app that owns the flow */
            appId: string;
            /** @description Name of the flow */
            name: string;
            status: components["schemas"]["FlowStatus"];
            /** @description False if the flow begins no conversation; live conversations continue */
            enabled: boolean;
            triggerType: components["schemas"]["TriggerType"];
            /** @description Configuration of the trigger, whose fields depend on `triggerType` */
            triggerValue: {
                [key: string]: unknown;
            };
            /** @description Session whose messages the flow answers; null if none is assigned */
            sessionId: string | null;
            /** @description First step of a conversation; null means the step that was added first */
            startStepId: string | null;
            /** @description True if the draft has changed since the last publication */
            hasUnpublishedChanges: boolean;
            /** @description Time of the last publication; null for a draft */
            publishedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            /** @description Steps in the order in which they were added */
            steps: components["schemas"]["Step"][];
        };
        /** @description A successful answer */
        FlowWithStepsAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["FlowWithSteps"];
        };
        /** @description The answers to a form (WhatsApp Flow) or to another interactive message */
        FormReply: {
            /** @description WhatsApp's name of the form */
            name: string;
            /** @description The answers, as JSON text */
            json: string;
        };
        /** @description Content of the message, with the fields of its kind */
        FromPhoneContent: {
            /** @description The words of the message, for each kind that has words and no file */
            text?: string;
            /** @description ID of the tapped button or list row */
            selectedId?: string;
            formReply?: components["schemas"]["FormReply"];
            list?: components["schemas"]["WhatsAppList"];
            linkPreview?: components["schemas"]["LinkPreview"];
            /** @description The text under a picture, a video, a document or a location */
            caption?: string;
            /** @description MIME type of the file */
            mimetype?: string;
            /** @description Size of the file in bytes */
            size?: number;
            /** @description Description of the file for people who do not see it */
            altText?: string;
            /** @description SHA-256 of the file, in hex */
            sha256?: string;
            /** @description Width of the picture, in pixels */
            width?: number;
            /** @description Height of the picture, in pixels */
            height?: number;
            /** @description Duration of the audio or video, in seconds */
            seconds?: number;
            /** @description True for a video that plays automatically, without sound */
            gif?: boolean;
            /** @description True for a voice note */
            ptt?: boolean;
            /** @description Name of the document */
            filename?: string;
            /**
             * @description True for a sticker that moves
             * @constant
             */
            animated?: true;
            /**
             * @description True for a Lottie sticker, whose file is vector graphics
             * @constant
             */
            lottie?: true;
            /** @description Latitude, in degrees */
            latitude?: number;
            /** @description Longitude, in degrees */
            longitude?: number;
            /** @description Name of the place */
            name?: string;
            /** @description Address of the place */
            address?: string;
            /** @description True for a live location */
            live?: boolean;
            /** @description Cards of a contact message */
            contacts?: components["schemas"]["ContactCard"][];
            /** @description Emoji of the reaction; empty if the reaction was removed */
            emoji?: string;
            /** @description ID of the message that a reaction, a comment or an answer belongs to */
            messageId?: string;
            poll?: components["schemas"]["Poll"];
            /** @description Text above the words of the message */
            header?: string;
            /** @description Text below the words of the message */
            footer?: string;
            /** @description Buttons of the message, in their order */
            buttons?: components["schemas"]["MessageButton"][];
            /** @description Products of a list of products */
            products?: components["schemas"]["ListedProduct"][];
            /** @description Cards of a carousel, in their order */
            cards?: components["schemas"]["MessageCard"][];
            /** @description ID of the template */
            templateId?: string;
            /** @description Text below the header */
            subtitle?: string;
            /** @description Native flows with all their parameters, in their order */
            nativeFlows?: components["schemas"]["NativeFlow"][];
            /** @description ID of the shop or the collection */
            shopId?: string;
            /** @description JID of the business to which the collection belongs */
            businessJid?: string;
            product?: components["schemas"]["Product"];
            catalog?: components["schemas"]["Catalog"];
            order?: components["schemas"]["Order"];
            payment?: components["schemas"]["Payment"];
            event?: components["schemas"]["PlannedEvent"];
            invite?: components["schemas"]["Invitation"];
            /** @description The votes for each option */
            results?: components["schemas"]["PollCount"][];
            stickerPack?: components["schemas"]["StickerPack"];
            /** @description WhatsApp's name of the sticker */
            stickerKey?: string;
            call?: components["schemas"]["CallLog"];
            /** @description WhatsApp's name or number of an unknown kind; `ciphertext` while the message cannot be decrypted */
            kind?: string;
            referral?: components["schemas"]["Referral"];
            /** @description ID that the pictures and videos of one album share */
            albumId?: string;
            association?: components["schemas"]["Association"];
            /** @description Groups that the text mentions */
            groupMentions?: components["schemas"]["GroupMention"][];
            /**
             * @description True for a question that asks for answers
             * @constant
             */
            question?: true;
            /**
             * @description True for a message to WhatsApp's own AI
             * @constant
             */
            botInvoked?: true;
            /**
             * @description True for a post in the status of a group
             * @constant
             */
            groupStatus?: true;
            quoted?: components["schemas"]["Quoted"];
            /** @description JIDs that the text mentions as @number */
            mentions?: string[];
            /** @description LIDs of the mentioned persons, in the order of `mentions`; null where a LID is unknown */
            mentionLids?: (string | null)[];
            /** @description True if the message mentions the account of the session */
            mentionsMe?: boolean;
            /** @description True if the message was forwarded from another chat */
            forwarded?: boolean;
            /**
             * @description The message exceeded the limits of the gateway: a text, a list or a card is cut
             * @constant
             */
            truncated?: true;
            /** @description True if WhatsApp shows the message only once */
            viewOnce?: boolean;
            /** @description Lifetime of a disappearing message, in seconds */
            ephemeral?: number;
            /** @description Number of the post in its channel */
            serverId?: number;
            /** @description The file in base64, up to `inlineLimitBytes` of the webhook */
            base64?: string;
            /** @description Signed URL of the file, which expires after an hour */
            mediaUrl?: string;
        };
        /** @description A group that the session is in */
        Group: {
            /** @description Group ID, which is its JID */
            id: string;
            /** @description Name of the group */
            subject: string;
            /** @description Description of the group; null if there is none */
            description: string | null;
            /** @description JID of the creator; null if unknown */
            owner: string | null;
            /** @description Creation time on WhatsApp; null if unknown */
            createdAt: string | null;
            /** @description Number of members, including yourself */
            size: number;
            /** @description True if only admins may write */
            announce: boolean;
            /** @description True if only admins may change subject, description and picture */
            locked: boolean;
            /** @description Lifetime of messages, in seconds; 0 if messages do not disappear */
            ephemeralSeconds: number;
            /** @description True if admins approve people who use the invite link */
            joinApproval: boolean;
        };
        /** @description A group with its members */
        GroupDetail: {
            /** @description Group ID, which is its JID */
            id: string;
            /** @description Name of the group */
            subject: string;
            /** @description Description of the group; null if there is none */
            description: string | null;
            /** @description JID of the creator; null if unknown */
            owner: string | null;
            /** @description Creation time on WhatsApp; null if unknown */
            createdAt: string | null;
            /** @description Number of members, including yourself */
            size: number;
            /** @description True if only admins may write */
            announce: boolean;
            /** @description True if only admins may change subject, description and picture */
            locked: boolean;
            /** @description Lifetime of messages, in seconds; 0 if messages do not disappear */
            ephemeralSeconds: number;
            /** @description True if admins approve people who use the invite link */
            joinApproval: boolean;
            /** @description Members of the group, including yourself */
            participants: components["schemas"]["GroupMember"][];
        };
        /** @description A successful answer */
        GroupDetailAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["GroupDetail"];
        };
        /** @description The invite link of a group */
        GroupInvite: {
            /** @description Code of the invite link */
            code: string;
            /**
             * Format: uri
             * @description Link with which a person joins the group
             */
            link: string;
        };
        /** @description A successful answer */
        GroupInviteAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["GroupInvite"];
        };
        /** @description Data of the event `group.join` */
        GroupJoinData: {
            /** @description Id of the session */
            session: string;
            /** @description JID of the group */
            groupId: string;
            /**
             * @description The change
             * @constant
             */
            action: "add";
            /** @description JIDs of the members that the change affects */
            participants: string[];
            /** @description JID of the person who made the change; null if WhatsApp does not name the person */
            actor: string | null;
            /** @description LIDs of these members, in the same order; null where a LID is unknown. Absent if none is known */
            participantLids?: (string | null)[];
            /** @description LID of this person, if it is known */
            actorLid?: string;
            /** @description Usernames of these members, in the same order; null where a username is unknown. Absent if none is known */
            participantUsernames?: (string | null)[];
            /** @description Username of this person, if it is known */
            actorUsername?: string;
        };
        /** @description A person joined a group of the session, or was added by an admin. The session itself also joins: when somebody adds it, and when it is in a new group. The event of a new group names all members. */
        GroupJoinEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "group.join";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["GroupJoinData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description The outcome of an invite link */
        GroupJoined: {
            /** @description Group ID; null until an admin approves the join request */
            groupId: string | null;
            /**
             * @description `joined`: the session is in the group. `requested`: an admin must approve the join request
             * @enum {string}
             */
            status: "joined" | "requested";
        };
        /** @description A successful answer */
        GroupJoinedAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["GroupJoined"];
        };
        /** @description Data of the event `group.leave` */
        GroupLeaveData: {
            /** @description Id of the session */
            session: string;
            /** @description JID of the group */
            groupId: string;
            /**
             * @description `leave`: the person left; `remove`: an admin removed the person
             * @enum {string}
             */
            action: "remove" | "leave";
            /** @description JIDs of the members that the change affects */
            participants: string[];
            /** @description JID of the person who made the change; null if WhatsApp does not name the person */
            actor: string | null;
            /** @description LIDs of these members, in the same order; null where a LID is unknown. Absent if none is known */
            participantLids?: (string | null)[];
            /** @description LID of this person, if it is known */
            actorLid?: string;
            /** @description Usernames of these members, in the same order; null where a username is unknown. Absent if none is known */
            participantUsernames?: (string | null)[];
            /** @description Username of this person, if it is known */
            actorUsername?: string;
        };
        /** @description A person left a group of the session, or was removed by an admin. */
        GroupLeaveEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "group.leave";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["GroupLeaveData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description The group that the session has left */
        GroupLeft: {
            /** @description Group ID */
            groupId: string;
            /**
             * @description The session is no longer a member
             * @constant
             */
            left: true;
        };
        /** @description A successful answer */
        GroupLeftAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["GroupLeft"];
        };
        /** @description A member of a group */
        GroupMember: {
            /** @description JID of the person: with the number if WhatsApp shows the number, otherwise the LID */
            jid: string;
            /** @description Number in digits; null while only a LID is known */
            phone: string | null;
            /** @description LID of the person; null if it is unknown */
            lid: string | null;
            /** @description Current username of the person; null if there is none or it is unknown */
            username: string | null;
            /** @description Admin role, null for other members; the creator is the superadmin */
            admin: ("admin" | "superadmin") | null;
        };
        /** @description A group that the text mentions */
        GroupMention: {
            /** @description JID of the group */
            jid: string;
            /** @description Name of the group */
            subject: string;
        };
        /** @description A page of a list */
        GroupPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Group"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description A session, and participants of a group */
        GroupParticipantsInput: {
            /** @description Session ID */
            session: string;
            /** @description Phone numbers or JIDs, 1023 at most; a participant that is named twice counts once */
            participants: components["schemas"]["Person"][];
        };
        /** @description The group whose picture was removed */
        GroupPictureRemoved: {
            /** @description Group ID */
            groupId: string;
            /**
             * @description The group has no picture
             * @constant
             */
            deleted: true;
        };
        /** @description A successful answer */
        GroupPictureRemovedAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["GroupPictureRemoved"];
        };
        /** @description The group that has a new picture */
        GroupPictureSet: {
            /** @description Group ID */
            groupId: string;
            /**
             * @description The group has the new picture
             * @constant
             */
            updated: true;
        };
        /** @description A successful answer */
        GroupPictureSetAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["GroupPictureSet"];
        };
        /** @description Data of the event `group.update` */
        GroupUpdateData: {
            /** @description Id of the session */
            session: string;
            /** @description JID of the group */
            groupId: string;
            /**
             * @description The change: `promote`, `demote`, or the name of the changed setting
             * @enum {string}
             */
            action: "promote" | "demote" | "subject" | "description" | "announce" | "locked" | "ephemeralSeconds" | "joinApproval" | "inviteCode";
            /** @description JIDs of the members that the change affects */
            participants?: string[];
            /** @description The new values of the changed settings */
            changes?: {
                /** @description Name of the group */
                subject?: string;
                /** @description Description of the group; null if it was removed */
                description?: string | null;
                /** @description True if only admins can write */
                announce?: boolean;
                /** @description True if only admins can change the settings */
                locked?: boolean;
                /** @description Lifetime of messages in seconds; 0 means no limit */
                ephemeralSeconds?: number;
                /** @description True if an admin must approve each new member */
                joinApproval?: boolean;
                /** @description Code of the new invite link; null if it is unknown */
                inviteCode?: string | null;
            };
            /** @description JID of the person who made the change; null if WhatsApp does not name the person */
            actor: string | null;
            /** @description LIDs of these members, in the same order; null where a LID is unknown. Absent if none is known */
            participantLids?: (string | null)[];
            /** @description LID of this person, if it is known */
            actorLid?: string;
            /** @description Usernames of these members, in the same order; null where a username is unknown. Absent if none is known */
            participantUsernames?: (string | null)[];
            /** @description Username of this person, if it is known */
            actorUsername?: string;
        };
        /** @description An admin changed a setting of a group, or promoted or demoted members. */
        GroupUpdateEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "group.update";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["GroupUpdateData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Body of `groups.create` */
        GroupsCreateBody: {
            /** @description Session ID */
            session: string;
            /** @description Name of the group (1-100 characters) */
            subject: string;
            /** @description Phone numbers or JIDs, 1023 at most; a participant that is named twice counts once */
            participants: components["schemas"]["Person"][];
        };
        /** @description Body of `groups.join` */
        GroupsJoinBody: {
            /** @description Session ID */
            session: string;
            /** @description The invite link, or the code at its end */
            invite: string;
        };
        /** @description Body of `groups.leave` */
        GroupsLeaveBody: {
            /** @description Session ID */
            session: string;
        };
        /** @description Body of `groups.revokeInvite` */
        GroupsRevokeInviteBody: {
            /** @description Session ID */
            session: string;
        };
        /** @description Body of `groups.setPicture` */
        GroupsSetPictureBody: {
            /** @description Session ID */
            session: string;
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
        } & (unknown | unknown | unknown);
        /** @description Body of `groups.setSettings` */
        GroupsSetSettingsBody: {
            /** @description Session ID */
            session: string;
            /** @description True if only admins may send messages */
            announce?: boolean;
            /** @description True if only admins may change subject, description and picture */
            locked?: boolean;
            ephemeralSeconds?: components["schemas"]["Lifetime"];
            /** @description True if admins must approve members who join by the invite link */
            joinApproval?: boolean;
        } | unknown | unknown | unknown | unknown;
        /** @description Body of `groups.update` */
        GroupsUpdateBody: {
            /** @description Session ID */
            session: string;
            /** @description Name of the group (1-100 characters) */
            subject?: string;
            /** @description Description of the group. An empty text or null removes the description */
            description?: string | null;
        } | unknown | unknown;
        /** @description The gateway answers requests */
        Health: {
            /**
             * @description Always the same value
             * @constant
             */
            status: "ok";
        };
        /** @description A successful answer */
        HealthAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Health"];
        };
        /** @description The result of an import of recipients */
        ImportReport: {
            /** @description Number of recipients after the merge */
            accepted: number;
            /** @description Merged recipients: the later data override the earlier data */
            duplicates: number;
            /** @description Bad numbers, by line (counted from 1); at most 1000 */
            rejected: {
                /** @description Line in the file, or place in the array, counted from 1 */
                line: number;
                /** @description The number as written */
                phone: string;
                /** @description The fault and the remedy */
                message: string;
            }[];
        };
        /** @description A recipient list, with the report if the request had recipients */
        ImportedList: {
            /** @description List ID */
            id: string;
            /** @description Name of the list */
            name: string;
            /** @description Number of recipients */
            recipients: number;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            import?: components["schemas"]["ImportReport"];
        };
        /** @description A successful answer */
        ImportedListAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["ImportedList"];
        };
        /** @description An invitation to a group or a channel */
        Invitation: {
            /** @description JID of the group or channel */
            jid: string;
            /** @description Name of the group or channel */
            name: string;
            /** @description Invite code of a group, for this person alone */
            code?: string;
            /** @description End of the invitation, in Unix seconds */
            expiresAt?: number;
            /**
             * @description True for an invitation to administer the channel
             * @constant
             */
            asAdmin?: true;
            /**
             * @description True for an invitation to a community
             * @constant
             */
            community?: true;
        };
        /** @description A person who used the invite link and waits for the approval of an admin */
        JoinRequest: {
            /** @description JID of the person: with the number if WhatsApp shows the number, otherwise the LID */
            jid: string;
            /** @description Number in digits; null while only a LID is known */
            phone: string | null;
            /** @description LID of the person; null if it is unknown */
            lid: string | null;
            /** @description Current username of the person; null if there is none or it is unknown */
            username: string | null;
            /** @description Time of the request; null if WhatsApp does not report the time */
            requestedAt: string | null;
        };
        /** @description A successful answer */
        JoinRequestListAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["JoinRequest"][];
        };
        /** @description Trigger config of the type `keyword`. At most 50000 characters of JSON */
        KeywordTrigger: {
            /**
             * @description Words that begin a conversation. A word has more than accents and invisible characters
             * @default []
             */
            keywords?: string[];
            /**
             * @description Comparison of a message with a keyword, in any case. `regex`: each keyword is a pattern in the syntax of RE2
             * @default contains
             */
            matchType?: string | ("exact" | "contains" | "starts_with" | "regex") | unknown;
            /**
             * @description True if messages in groups count
             * @default false
             */
            groups?: boolean;
            /**
             * @description Words that end the conversation, if a word is the whole message. A word has more than accents and invisible characters
             * @default [
             *       "stop"
             *     ]
             */
            stopWords?: string[];
        };
        /**
         * @description Time until new messages disappear, in seconds: 86400 (a day), 604800 (a week) or 7776000 (90 days); 0 keeps messages
         * @enum {number}
         */
        Lifetime: 0 | 86400 | 604800 | 7776000;
        /** @description The preview of a link in the text */
        LinkPreview: {
            /** @description The URL as written in the text */
            url: string;
            /** @description Title of the page */
            title: string;
            /** @description Description of the page */
            description?: string;
        };
        /** @description A recipient of a list */
        ListRecipient: {
            /** @description International number, in digits; the LID of a person whose number is hidden; or `@username` until a campaign has found its LID */
            phone: string;
            /** @description First name; null if unknown */
            name: string | null;
            /** @description Surname; null if unknown */
            surname: string | null;
            /** @description Values for placeholders, by the name of the variable */
            variables: {
                [key: string]: string;
            };
        };
        /** @description A page of a list */
        ListRecipientPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["ListRecipient"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description A row of a WhatsApp list */
        ListRow: {
            /** @description ID of the row */
            id: string;
            /** @description Text of the row */
            title: string;
            /** @description Text below the title, in a received list */
            description?: string;
            /** @description Title of the section of the row, in a received list */
            section?: string;
        };
        /** @description A product in a list of products */
        ListedProduct: {
            /** @description ID of the product in the catalog */
            id: string;
            /** @description Title of the section */
            section?: string;
        };
        /** @description Body of `lists.create` */
        ListsCreateBody: {
            /** @description Name of the list (1-100 characters) */
            name: string;
            /**
             * @description At most 10000, one of them with a valid number; recipients with the same number are merged
             * @default []
             */
            recipients?: components["schemas"]["RecipientInput"][];
        };
        /** @description Body of `lists.update` */
        ListsUpdateBody: {
            /** @description Name of the list (1-100 characters) */
            name?: string;
            /** @description Replaces all recipients of the list. The number of recipients that GET shows changes nothing */
            recipients?: components["schemas"]["RecipientInput"][] | number;
            /** @description Adds recipients; if the list has the number, adds your data to the recipient. A list has at most 100,000 recipients, and a recipient at most 50 variables */
            add?: components["schemas"]["RecipientInput"][];
            /** @description Removes these numbers, JIDs or usernames from the list */
            remove?: components["schemas"]["MemberAddress"][];
        };
        /** @description The app, the account and the key of a request */
        Me: {
            /** @description The app that the key opens */
            app: {
                /** @description App ID */
                id: string;
                /** @description Name of the app */
                name: string;
                /**
                 * Format: date-time
                 * @description Time of the creation
                 */
                createdAt: string;
            };
            /** @description The account of the app */
            account: {
                /** @description Account ID */
                id: string;
                /** @description Name of the customer */
                name: string;
            };
            plan: components["schemas"]["Plan"];
            /** @description The usage of the account, over all its apps */
            usage: {
                /** @description Month of messages and broadcast, in UTC */
                month: string;
                /** @description Current number of apps */
                apps: number;
                /** @description Current number of sessions */
                sessions: number;
                /** @description Messages of the month, over all apps */
                messages: number;
                /** @description Messages of campaigns in the month, over all apps */
                broadcast: number;
            };
            /** @description The limits of the plan */
            limits: {
                /** @description Apps at one time; null if unlimited */
                apps: number | null;
                /** @description Sessions at one time; null if unlimited */
                sessions: number | null;
                /** @description Messages in a month; null if unlimited */
                messages: number | null;
                /** @description Messages of campaigns in a month; null if unlimited */
                broadcast: number | null;
            };
            /** @description The key of the request, without its secret */
            key: {
                /** @description ID of the key, not the key itself */
                id: string;
                /** @description Purpose of the key */
                name: string;
                /** @description First characters of the key */
                prefix: string;
                /** @description Actions that the key allows: `read`, `send` and `manage` (pairing, webhooks and all settings) */
                scopes: ("read" | "send" | "manage")[];
                /** @description Sessions that the key opens; null for all sessions of the app */
                sessions: string[] | null;
                /** @description End of the validity; null for a key that does not expire */
                expiresAt: string | null;
                /** @description IP addresses and networks (CIDR) that may use the key; null for all */
                allowedIps: string[] | null;
                /**
                 * Format: date-time
                 * @description Time of the creation
                 */
                createdAt: string;
            };
        };
        /** @description A successful answer */
        MeAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Me"];
        };
        /**
         * @description Reason of a `failed` file. `too_large`: the file exceeds the limit for received files. `gone`: WhatsApp and the phone no longer have the file. `damaged`: the file does not match its message. `refused`: the media server of WhatsApp refuses the file. `unavailable`: the media server did not answer for two hours
         * @enum {string}
         */
        MediaFailure: "too_large" | "gone" | "damaged" | "refused" | "unavailable";
        /** @description A person: an international phone number, a JID, a LID, or `@username` */
        MemberAddress: string;
        /** @description A message of the history, sent or received */
        Message: {
            /** @description The WhatsApp message ID */
            id: string;
            /** @description Session ID */
            session: string;
            /** @description JID of the chat: a person, a group, a channel or `status@broadcast` */
            remoteJid: string;
            /** @description True if the account of the session sent the message */
            fromMe: boolean;
            /** @description JID of the author, for a message in a group and for a status post */
            participant?: string;
            type: components["schemas"]["MessageType"];
            content: components["schemas"]["MessageContent"];
            status: components["schemas"]["MessageStatus"];
            /** @description Time at which the message was accepted or received, in Unix seconds */
            timestamp: number;
            /** @description Display name that the author chose on WhatsApp */
            pushName?: string;
            /**
             * @description Origin. `api`: a send endpoint. `phone`: the linked phone. `contact`: another person. `broadcast`: a campaign. `chatbot`: a flow
             * @enum {string}
             */
            source: "api" | "phone" | "contact" | "broadcast" | "chatbot";
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the message is about a whole group or a channel */
            phone?: string | null;
            /** @description LID of this person, if it is known */
            lid?: string;
            /** @description Current username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            reason?: components["schemas"]["SendFailure"];
            /**
             * @description State of the file of a received message. `pending`: the gateway still fetches the file. `stored`: `content.mediaUrl` has the file. `failed`: the gateway will not have the file, and `mediaError` says why
             * @enum {string}
             */
            media?: "pending" | "stored" | "failed";
            mediaError?: components["schemas"]["MediaFailure"];
            /**
             * @description True if the author edited the message; `content` is the latest version
             * @constant
             */
            edited?: true;
            /**
             * @description True if the author revoked the message; `content` is then empty
             * @constant
             */
            deleted?: true;
            /** @description Number of votes for each option of a poll. Only in the answer for a single message */
            tally?: components["schemas"]["PollCount"][];
            /** @description The newest vote of each person in a poll, at most 5,000. Only in the answer for a single message */
            votes?: {
                /** @description JID of the person */
                voter: string;
                /** @description LID of the person, if known */
                voterLid?: string;
                /**
                 * @description True if the account of the session answered, on the phone
                 * @constant
                 */
                fromMe?: true;
                /** @description Names of the options that the voter has chosen */
                options: string[];
                /** @description Time of the answer, in Unix seconds */
                timestamp: number;
            }[];
            /** @description The newest response of each person to an event, at most 5,000. Only in the answer for a single message */
            responses?: {
                /** @description JID of the person */
                voter: string;
                /** @description LID of the person, if known */
                voterLid?: string;
                /**
                 * @description True if the account of the session answered, on the phone
                 * @constant
                 */
                fromMe?: true;
                /** @description `going`, `not_going` or `maybe` */
                response: string;
                /** @description Number of additional guests */
                guests: number;
                /** @description Time of the answer, in Unix seconds */
                timestamp: number;
            }[];
            /** @description Status for each member. Only in the answer for a single message that you sent to a group */
            recipients?: {
                /** @description JID of the member */
                jid: string;
                status: components["schemas"]["MessageStatus"];
            }[];
        };
        /** @description A successful answer */
        MessageAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Message"];
        };
        /** @description A button of a received message */
        MessageButton: {
            /**
             * @description `reply`: the recipient answers by a tap. `url`: opens `url`. `call`: calls `phone`. `copy`: copies `code`. `list`: opens `list.rows`. `other`: a button of another kind
             * @enum {string}
             */
            type: "reply" | "url" | "call" | "copy" | "list" | "other";
            /** @description Label of the button */
            text: string;
            /** @description ID that the answer has in `selectedId` */
            id?: string;
            /** @description URL that the button opens */
            url?: string;
            /** @description Number that the button calls */
            phone?: string;
            /** @description Code that the button copies */
            code?: string;
        };
        /** @description A card of a carousel */
        MessageCard: {
            /** @description The words of the message, for each kind that has words and no file */
            text?: string;
            /** @description Text above the words of the message */
            header?: string;
            /** @description Text below the words of the message */
            footer?: string;
            /** @description Buttons of the message, in their order */
            buttons?: components["schemas"]["MessageButton"][];
        };
        /** @description Content of a message. The type of the message determines which fields are present */
        MessageContent: {
            /** @description The words of the message, for each kind that has words and no file */
            text?: string;
            /** @description ID of the tapped button or list row */
            selectedId?: string;
            formReply?: components["schemas"]["FormReply"];
            list?: components["schemas"]["WhatsAppList"];
            linkPreview?: components["schemas"]["LinkPreview"];
            /** @description The text under a picture, a video, a document or a location */
            caption?: string;
            /** @description MIME type of the file */
            mimetype?: string;
            /** @description Size of the file in bytes */
            size?: number;
            /** @description Description of the file for people who do not see it */
            altText?: string;
            /** @description SHA-256 of the file, in hex */
            sha256?: string;
            /** @description Width of the picture, in pixels */
            width?: number;
            /** @description Height of the picture, in pixels */
            height?: number;
            /** @description Duration of the audio or video, in seconds */
            seconds?: number;
            /** @description True for a video that plays automatically, without sound */
            gif?: boolean;
            /** @description True for a voice note */
            ptt?: boolean;
            /** @description Name of the document */
            filename?: string;
            /**
             * @description True for a sticker that moves
             * @constant
             */
            animated?: true;
            /**
             * @description True for a Lottie sticker, whose file is vector graphics
             * @constant
             */
            lottie?: true;
            /** @description Latitude, in degrees */
            latitude?: number;
            /** @description Longitude, in degrees */
            longitude?: number;
            /** @description Name of the place */
            name?: string;
            /** @description Address of the place */
            address?: string;
            /** @description True for a live location */
            live?: boolean;
            /** @description Cards of a contact message */
            contacts?: components["schemas"]["ContactCard"][];
            /** @description Emoji of the reaction; empty if the reaction was removed */
            emoji?: string;
            /** @description ID of the message that a reaction, a comment or an answer belongs to */
            messageId?: string;
            poll?: components["schemas"]["Poll"];
            /** @description Text above the words of the message */
            header?: string;
            /** @description Text below the words of the message */
            footer?: string;
            /** @description Buttons of the message, in their order */
            buttons?: components["schemas"]["MessageButton"][];
            /** @description Products of a list of products */
            products?: components["schemas"]["ListedProduct"][];
            /** @description Cards of a carousel, in their order */
            cards?: components["schemas"]["MessageCard"][];
            /** @description ID of the template */
            templateId?: string;
            /** @description Text below the header */
            subtitle?: string;
            /** @description Native flows with all their parameters, in their order */
            nativeFlows?: components["schemas"]["NativeFlow"][];
            /** @description ID of the shop or the collection */
            shopId?: string;
            /** @description JID of the business to which the collection belongs */
            businessJid?: string;
            product?: components["schemas"]["Product"];
            catalog?: components["schemas"]["Catalog"];
            order?: components["schemas"]["Order"];
            payment?: components["schemas"]["Payment"];
            event?: components["schemas"]["PlannedEvent"];
            invite?: components["schemas"]["Invitation"];
            /** @description The votes for each option */
            results?: components["schemas"]["PollCount"][];
            stickerPack?: components["schemas"]["StickerPack"];
            /** @description WhatsApp's name of the sticker */
            stickerKey?: string;
            call?: components["schemas"]["CallLog"];
            /** @description WhatsApp's name or number of an unknown kind; `ciphertext` while the message cannot be decrypted */
            kind?: string;
            referral?: components["schemas"]["Referral"];
            /** @description ID that the pictures and videos of one album share */
            albumId?: string;
            association?: components["schemas"]["Association"];
            /** @description Groups that the text mentions */
            groupMentions?: components["schemas"]["GroupMention"][];
            /**
             * @description True for a question that asks for answers
             * @constant
             */
            question?: true;
            /**
             * @description True for a message to WhatsApp's own AI
             * @constant
             */
            botInvoked?: true;
            /**
             * @description True for a post in the status of a group
             * @constant
             */
            groupStatus?: true;
            quoted?: components["schemas"]["Quoted"];
            /** @description JIDs that the text mentions as @number */
            mentions?: string[];
            /** @description LIDs of the mentioned persons, in the order of `mentions`; null where a LID is unknown */
            mentionLids?: (string | null)[];
            /** @description True if the message mentions the account of the session */
            mentionsMe?: boolean;
            /** @description True if the message was forwarded from another chat */
            forwarded?: boolean;
            /**
             * @description The message exceeded the limits of the gateway: a text, a list or a card is cut
             * @constant
             */
            truncated?: true;
            /** @description True if WhatsApp shows the message only once */
            viewOnce?: boolean;
            /** @description Lifetime of a disappearing message, in seconds */
            ephemeral?: number;
            /** @description Number of the post in its channel */
            serverId?: number;
            /** @description Download URL of the file, which expires after an hour */
            mediaUrl?: string;
        };
        /** @description Data of the event `message.deleted` */
        MessageDeletedData: {
            /** @description Id of the message */
            id: string;
            /** @description Id of the session */
            session: string;
            /** @description JID of the chat */
            remoteJid: string;
            /** @description LID of the chat's person, if it is known */
            remoteLid?: string;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            /** @description JID of the admin who deleted the message of another member; absent if the author did */
            deletedBy?: string;
            /** @description LID of the admin, if it is known */
            deletedByLid?: string;
        };
        /** @description The author of a message revoked the message for everyone, or an admin of the group did. */
        MessageDeletedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.deleted";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageDeletedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description A message of yours reached the recipient, or all members of the group. */
        MessageDeliveredEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.delivered";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageStatusData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Data of the event `message.failed` */
        MessageFailedData: {
            /** @description Id of the message */
            id: string;
            /** @description Id of the session */
            session: string;
            /** @description JID of the chat */
            remoteJid: string;
            /** @description LID of the chat's person, if it is known */
            remoteLid?: string;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            /**
             * @description Reason of the failure
             * @enum {string}
             */
            reason: "not_on_whatsapp" | "username_key_required" | "duplicate" | "opted_out" | "expired" | "session_logged_out" | "session_deleted" | "session_banned" | "session_account_locked" | "session_client_rejected" | "session_login_rejected" | "reachout_timelock" | "rejected_by_whatsapp" | "timeout" | "media_unavailable" | "person_erased" | "internal_error";
        };
        /** @description A message of yours ended FAILED. The gateway does not try again. */
        MessageFailedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.failed";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageFailedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Data of the event `message.from_phone` */
        MessageFromPhoneData: {
            /** @description Id of the message */
            id: string;
            /** @description JID of the chat: a person or a group */
            to: string;
            type: components["schemas"]["MessageType"];
            content: components["schemas"]["FromPhoneContent"];
            /** @description Display name of your account; empty if unknown */
            pushName: string;
            /** @description LID of the person, if it is known */
            toLid?: string;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            /**
             * @description The message was deleted, revoked or pruned, so that the event has lost its content
             * @constant
             */
            erased?: true;
            /**
             * @description State of the file, for a message with a file. `pending`: the file is larger than 32 MB, or was not there within 30 s, and the message has the file later. `failed`: the gateway will not have the file, and `mediaError` says why
             * @enum {string}
             */
            media?: "pending" | "stored" | "failed";
            mediaError?: components["schemas"]["MediaFailure"];
        };
        /** @description The user of the linked phone, or of another linked device, wrote a message. */
        MessageFromPhoneEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.from_phone";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageFromPhoneData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description A page of a list */
        MessagePage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Message"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The recipient, or each member of the group, has read a message of yours. */
        MessageReadEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.read";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageStatusData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Data of the event `message.received` */
        MessageReceivedData: {
            /** @description Id of the message */
            id: string;
            /** @description JID of the chat: the author, or the group. A LID if WhatsApp does not show the number */
            from: string;
            type: components["schemas"]["MessageType"];
            /** @description Time of the message by WhatsApp's clock, in Unix seconds */
            timestamp: number;
            content: components["schemas"]["ReceivedContent"];
            /** @description Display name of the author; empty if unknown */
            pushName: string;
            /** @description JID of the author, for a message in a group */
            participant?: string;
            /** @description LID of the author, if it is known */
            fromLid?: string;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            /**
             * @description The message is a stop word, and the author is on the suppression list of the app
             * @constant
             */
            optOut?: true;
            /**
             * @description The message is a start word that removed the author from the suppression list of the app
             * @constant
             */
            optIn?: true;
            /**
             * @description The message was deleted, revoked or pruned, so that the event has lost its content
             * @constant
             */
            erased?: true;
            /**
             * @description State of the file, for a message with a file. `pending`: the file is larger than 32 MB, or was not there within 30 s, and the message has the file later. `failed`: the gateway will not have the file, and `mediaError` says why
             * @enum {string}
             */
            media?: "pending" | "stored" | "failed";
            mediaError?: components["schemas"]["MediaFailure"];
        };
        /** @description A contact or a member of a group wrote a message. The event waits up to 30 s for the file, and does not wait for a file above 32 MB. */
        MessageReceivedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.received";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageReceivedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description WhatsApp accepted a message of yours. Each message has this event once. */
        MessageSentEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.sent";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageStatusData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /**
         * @description `PENDING`: the gateway has the message. `SENT`: WhatsApp has it. `DELIVERED`: the phone of the recipient has it. `READ` and `PLAYED`: the recipient opened it. `FAILED`: it is final, and `reason` says why. A status never goes back
         * @enum {string}
         */
        MessageStatus: "PENDING" | "SENT" | "DELIVERED" | "READ" | "PLAYED" | "FAILED";
        /** @description The message that an event is about */
        MessageStatusData: {
            /** @description Id of the message */
            id: string;
            /** @description Id of the session */
            session: string;
            /** @description JID of the chat */
            remoteJid: string;
            /** @description LID of the chat's person, if it is known */
            remoteLid?: string;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
        };
        /**
         * @description Kind of the message. docs/events.md shows each kind. `unknown`: a kind that is newer than the gateway
         * @enum {string}
         */
        MessageType: "text" | "image" | "video" | "audio" | "document" | "sticker" | "location" | "contact" | "reaction" | "poll" | "buttons" | "list" | "template" | "interactive" | "product" | "catalog" | "order" | "payment" | "event" | "group_invite" | "channel_invite" | "comment" | "answer" | "poll_result" | "sticker_pack" | "rich_response" | "phone_request" | "status_reaction" | "placeholder" | "call_log" | "unknown";
        /** @description Data of the event `message.updated` */
        MessageUpdatedData: {
            /** @description Id of the message */
            id: string;
            /** @description JID of the chat */
            remoteJid: string;
            /** @description The message after the edit */
            message: {
                /** @description The new text or caption */
                conversation: string;
            };
            /** @description LID of the chat's person, if it is known */
            remoteLid?: string;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            /**
             * @description The text exceeded the limit of the gateway and is cut
             * @constant
             */
            truncated?: true;
            /**
             * @description The message was deleted, revoked or pruned, so that the event has lost its content
             * @constant
             */
            erased?: true;
        };
        /** @description The author of a message edited the message. */
        MessageUpdatedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "message.updated";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["MessageUpdatedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Body of `messages.createUpload` */
        MessagesCreateUploadBody: {
            /** @description Exact size of the file, in bytes (100 MB at most) */
            size: number;
            /** @description MIME type of the file. If absent, the store records no type */
            mimetype?: string;
        };
        /** @description Body of `messages.edit` */
        MessagesEditBody: {
            /** @description The new text, or the new caption of a file (65,536 characters at most) */
            text?: string;
            /** @description The new caption of a file, instead of `text` */
            caption?: string;
            /** @description Users that the text mentions as @number */
            mentions?: components["schemas"]["Person"][];
        } & (unknown | unknown);
        /** @description Body of `messages.forward` */
        MessagesForwardBody: {
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
        };
        /** @description Body of `messages.sendAudio` */
        MessagesSendAudioBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description True to send the audio as a voice note */
            ptt?: boolean;
        } & (unknown | unknown | unknown);
        /** @description Body of `messages.sendContact` */
        MessagesSendContactBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /** @description The cards. All vCards together have at most 300000 characters */
            contacts: ({
                /** @description Display name of the contact */
                name: string;
                /** @description An international number */
                phone?: components["schemas"]["PhoneNumber"];
                /** @description A vCard 3.0, instead of a phone */
                vcard?: string;
            } & (unknown | unknown))[];
        };
        /** @description Body of `messages.sendDocument` */
        MessagesSendDocumentBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Text under the file */
            caption?: string;
            /** @description Name of the file on the phone */
            filename?: string;
        } & (unknown | unknown | unknown);
        /** @description Body of `messages.sendImage` */
        MessagesSendImageBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Text under the file */
            caption?: string;
        } & (unknown | unknown | unknown);
        /** @description Body of `messages.sendLocation` */
        MessagesSendLocationBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /** @description Latitude, in degrees */
            latitude: number;
            /** @description Longitude, in degrees */
            longitude: number;
            /** @description Name of the place */
            name?: string;
            /** @description Address of the place */
            address?: string;
        };
        /** @description Body of `messages.sendPoll` */
        MessagesSendPollBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /** @description The question */
            name: string;
            /** @description The options, which differ from each other */
            options: string[];
            /**
             * @description Number of options that a voter may select; 0: any number
             * @default 1
             */
            selectable?: number;
        };
        /** @description Body of `messages.sendReaction` */
        MessagesSendReactionBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description The message to react to */
            messageId: string;
            /** @description One emoji. An empty text removes the reaction */
            emoji: string;
        };
        /** @description Body of `messages.sendSticker` */
        MessagesSendStickerBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
        } & (unknown | unknown | unknown);
        /** @description Body of `messages.sendText` */
        MessagesSendTextBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /** @description Message text (supports emojis) */
            text: string;
            /** @description Users that the text mentions as @number */
            mentions?: components["schemas"]["Person"][];
            /** @description Preview of a link in the text */
            linkPreview?: {
                /**
                 * Format: uri
                 * @description The link, exactly as in the text
                 */
                url: string;
                /** @description Title of the page */
                title: string;
                /** @description Description of the page */
                description?: string;
            };
        };
        /** @description Body of `messages.sendVideo` */
        MessagesSendVideoBody: {
            /** @description Session ID */
            session: string;
            /** @description Recipient: an international phone number, a JID, or `@username` */
            to: components["schemas"]["Destination"];
            /** @description Key of the username, if its owner has set one: 4 digits. Has no effect beside a number or a JID */
            usernameKey?: string;
            /** @description ID of the message that this one replies to */
            quoted?: string;
            /**
             * Format: uri
             * @description Public URL of the file
             */
            url?: string;
            /** @description Content of a small file, in base64; a request has 6 MB at most */
            base64?: string;
            /** @description ID of a file that was uploaded to a slot from `POST /media` */
            mediaId?: string;
            /** @description MIME type of the file. If absent, the gateway detects the type */
            mimetype?: string;
            /** @description Text under the file */
            caption?: string;
            /** @description True to play the video automatically and without sound */
            gif?: boolean;
        } & (unknown | unknown | unknown);
        /** @description A native flow of an interactive message */
        NativeFlow: {
            /** @description WhatsApp's name of the button or the flow */
            name: string;
            /** @description Its parameters, as JSON text */
            json?: string;
        };
        /** @description A webhook with its secret, which no other answer shows */
        NewWebhook: {
            /** @description Webhook ID */
            id: string;
            /** @description Your endpoint, which receives the events */
            url: string;
            /** @description Names of the subscribed events; `*` stands for all events */
            events: string[];
            /** @description Sessions whose events the webhook receives; null for all sessions. A deleted session leaves the list. With an empty list the webhook receives nothing */
            sessions: string[] | null;
            filter: components["schemas"]["WebhookFilter"] | null;
            /** @description Names of the headers that you added. The values are not shown: each is null */
            headers: {
                [key: string]: null;
            };
            /** @description True if the gateway delivers events to the webhook */
            enabled: boolean;
            /**
             * @description Reason for which the webhook is disabled. `user`: you disabled the webhook. `gone`: your server answered 410. `failing`: no attempt succeeded for 3 days
             * @enum {string}
             */
            disabledReason?: "user" | "gone" | "failing";
            /** @description Time of the first failed attempt since the last success; null while attempts succeed */
            failingSince: string | null;
            /** @description Events contain files up to this size, in bytes, as base64; 0: no files */
            inlineLimitBytes: number;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            /** @description Secret that signs each delivery. The API shows the secret only here: store it */
            secret: string;
        };
        /** @description A successful answer */
        NewWebhookAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["NewWebhook"];
        };
        /** @description Conditions, each a value or a list of values. All conditions must hold. `chats` and `kinds` apply to events of a chat, `types` and `fromMe` to events of a message. Other events pass the filter */
        NewWebhookFilter: {
            /** @description Only these chats. A number also names the chat by its LID, and a LID also by its number */
            chats?: components["schemas"]["ChatAddress"] | components["schemas"]["ChatAddress"][];
            /** @description Only chats of these kinds */
            kinds?: ("user" | "group" | "channel" | "status") | ("user" | "group" | "channel" | "status")[];
            /** @description Only messages of these types */
            types?: ("text" | "image" | "video" | "audio" | "document" | "sticker" | "location" | "contact" | "reaction" | "poll" | "buttons" | "list" | "template" | "interactive" | "product" | "catalog" | "order" | "payment" | "event" | "group_invite" | "channel_invite" | "comment" | "answer" | "poll_result" | "sticker_pack" | "rich_response" | "phone_request" | "status_reaction" | "placeholder" | "call_log" | "unknown") | ("text" | "image" | "video" | "audio" | "document" | "sticker" | "location" | "contact" | "reaction" | "poll" | "buttons" | "list" | "template" | "interactive" | "product" | "catalog" | "order" | "payment" | "event" | "group_invite" | "channel_invite" | "comment" | "answer" | "poll_result" | "sticker_pack" | "rich_response" | "phone_request" | "status_reaction" | "placeholder" | "call_log" | "unknown")[];
            /** @description True: only messages of the session itself. False: only messages of others */
            fromMe?: boolean | boolean[];
        };
        /** @description An order of products from a catalog */
        Order: {
            /** @description ID of the order */
            id: string;
            /** @description Title of the order */
            title?: string;
            /** @description Number of items */
            itemCount?: number;
            /**
             * @description Status of the order
             * @enum {string}
             */
            status?: "inquiry" | "accepted" | "declined";
            /** @description Currency of the amounts, by ISO 4217 */
            currency?: string;
            /** @description Sum of all items */
            total?: number;
            /** @description JID of the seller */
            sellerJid?: string;
            /** @description Token with which WhatsApp shows the items of the order */
            token?: string;
        };
        /** @description The app of the key, with its settings */
        OwnApp: {
            /** @description App ID */
            id: string;
            /** @description ID of the account of the app */
            accountId: string;
            /** @description Name of the app */
            name: string;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /** @description Origins of the browsers that may call the API with a key of the app. Without one, no browser may */
            corsOrigins: string[];
        };
        /** @description A successful answer */
        OwnAppAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["OwnApp"];
        };
        /** @description The place of a page in its list */
        Pagination: {
            /** @description Most items of a page */
            limit: number;
            /** @description Cursor of the next page; null on the last page */
            nextCursor: string | null;
        };
        /** @description A code that links a phone to the session */
        PairingCode: {
            /** @description Code of 8 characters, which WhatsApp shows as two groups of 4 */
            code: string;
        };
        /** @description A successful answer */
        PairingCodeAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["PairingCode"];
        };
        /** @description The outcome of a change for one participant */
        ParticipantResult: {
            /** @description JID of the participant in the request */
            participant: string;
            /**
             * @description Outcome for this participant. `invite_needed`: WhatsApp does not let you add this person; send them the `inviteCode`, if present, or the invite link. `recently_left`: the person left the group a short time ago. `not_allowed`: you may not make this change. `not_found`: the person is not in the group, or has no join request. `refused`: only `code` gives the reason
             * @enum {string}
             */
            status: "added" | "removed" | "promoted" | "demoted" | "approved" | "rejected" | "invite_needed" | "already_member" | "recently_left" | "not_on_whatsapp" | "not_found" | "not_allowed" | "refused";
            /** @description WhatsApp's code of a refusal */
            code?: string;
            /** @description Invite code for this participant only */
            inviteCode?: string;
            /**
             * Format: date-time
             * @description End of the invite code
             */
            inviteExpiresAt?: string;
        };
        /** @description A successful answer */
        ParticipantResultListAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["ParticipantResult"][];
        };
        /** @description A payment, or a request for a payment */
        Payment: {
            /**
             * @description `requested`: the author asks for money. `sent`: the author paid. `declined` and `cancelled`: the end of a request. `invited`: the author invites to pay by WhatsApp. `invoiced`: an invoice
             * @enum {string}
             */
            status: "requested" | "sent" | "declined" | "cancelled" | "invited" | "invoiced";
            /** @description Amount */
            amount?: number;
            /** @description Currency of the amounts, by ISO 4217 */
            currency?: string;
            /** @description JID of the person who is asked to pay */
            from?: string;
            /** @description ID of the message with the request */
            requestId?: string;
            /** @description Payment service */
            service?: string;
            /** @description End of the request, in Unix seconds */
            expiresAt?: number;
        };
        /** @description A person: an international phone number, a JID or a LID */
        Person: string;
        /** @description A file of an export */
        PersonFile: {
            /**
             * @description `data`: records, one JSON object a line. `media`: the file of a message
             * @enum {string}
             */
            type: "data" | "media";
            /** @description Name of the file. The line of a message names its file in `file` */
            name: string;
            /** @description Size in bytes; null if unknown */
            size: number | null;
            /** @description Download URL of the file, which expires after an hour. Each answer has new URLs */
            url: string;
        };
        /** @description A page of a list */
        PersonFilePage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["PersonFile"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description A request to export or to erase one person */
        PersonRequest: {
            /** @description ID of the request */
            id: string;
            /**
             * @description `export`: a copy of the data. `erasure`: the deletion
             * @enum {string}
             */
            type: "export" | "erasure";
            /**
             * @description `running`: the gateway works on the request. `completed`: the request is final
             * @enum {string}
             */
            status: "running" | "completed";
            /** @description Number of records that were exported or erased so far */
            records: number;
            /**
             * Format: date-time
             * @description Time of the request. The request covers the records from before this time
             */
            createdAt: string;
            /** @description Time of the completion; null while the request runs */
            completedAt: string | null;
            /** @description Time at which the gateway forgets the request and its files; null while the request runs */
            expiresAt: string | null;
        };
        /** @description A successful answer */
        PersonRequestAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["PersonRequest"];
        };
        /** @description A page of a list */
        PersonRequestPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["PersonRequest"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description An international phone number, as people write or paste it */
        PhoneNumber: string;
        /**
         * @description Plan, which sets the limits of apps, sessions, messages and broadcasts. `self_hosted` has no limits
         * @enum {string}
         */
        Plan: "starter" | "pro" | "enterprise" | "self_hosted";
        /** @description An event, or a planned call */
        PlannedEvent: {
            /** @description Name of the event */
            name: string;
            /** @description Description of the event */
            description?: string;
            /** @description Start, in Unix seconds */
            startsAt?: number;
            /** @description End, in Unix seconds */
            endsAt?: number;
            place?: components["schemas"]["EventPlace"];
            /** @description Link of the call */
            joinLink?: string;
            /**
             * @description Kind of the call, for a planned call
             * @enum {string}
             */
            call?: "voice" | "video" | "unknown";
            /**
             * @description True if guests may bring others
             * @constant
             */
            extraGuests?: true;
            /**
             * @description True for a canceled event
             * @constant
             */
            canceled?: true;
        };
        /** @description A poll: its question and its options */
        Poll: {
            /** @description The question */
            name: string;
            /** @description The options, in their order */
            options: string[];
            /** @description The maximum number of choices; 0 means no maximum */
            selectable: number;
            /** @description The correct option of a quiz, if WhatsApp sent it */
            correct?: string;
            /**
             * @description True for a quiz
             * @constant
             */
            quiz?: true;
        };
        /** @description The votes for an option */
        PollCount: {
            /** @description The option */
            option: string;
            /** @description Number of votes */
            votes: number;
        };
        /** @description Data of the event `poll.vote` */
        PollVoteData: {
            /** @description Id of the message with the poll */
            id: string;
            /** @description Id of the session */
            session: string;
            /** @description JID of the chat */
            remoteJid: string;
            /** @description LID of the chat's person, if it is known */
            remoteLid?: string;
            /** @description JID of the voter */
            voter: string;
            /** @description LID of the voter, if WhatsApp sent the LID */
            voterLid?: string;
            /**
             * @description True if the account of the session voted, on the phone
             * @constant
             */
            fromMe?: true;
            /** @description Names of all options that the voter has chosen now; empty if the vote was taken back */
            options: string[];
            /** @description Time of the vote, in Unix seconds */
            timestamp: number;
            /** @description Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show the number, and absent if the event is about a whole group or a channel */
            phone?: string | null;
            /** @description Username of this person, if it is known. A username can change; the LID cannot */
            username?: string;
            /**
             * @description The message was deleted, revoked or pruned, so that the event has lost its content
             * @constant
             */
            erased?: true;
        };
        /** @description A person voted in a poll, changed the vote, or took the vote back. The newest vote of a person replaces the earlier votes. */
        PollVoteEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "poll.vote";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["PollVoteData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description The state that the contact sees */
        Presence: {
            state: components["schemas"]["PresenceState"];
        };
        /** @description A successful answer */
        PresenceAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Presence"];
        };
        /**
         * @description `composing`: types a text. `recording`: records a voice note. `paused`: stopped
         * @enum {string}
         */
        PresenceState: "composing" | "recording" | "paused";
        /** @description A product of a catalog */
        Product: {
            /** @description ID of the product in the catalog */
            id: string;
            /** @description Name of the product */
            title?: string;
            /** @description Description of the product */
            description?: string;
            /** @description Currency of the amounts, by ISO 4217 */
            currency?: string;
            /** @description Price */
            price?: number;
            /** @description Reduced price */
            salePrice?: number;
            /** @description The shop's own ID of the product */
            retailerId?: string;
            /** @description Page of the product */
            url?: string;
            /** @description JID of the business */
            businessJid?: string;
        };
        /** @description A published flow, with the warnings of its check */
        PublishedFlow: {
            /** @description Flow ID */
            id: string;
            /** @description ID of the app that owns the flow */
            appId: string;
            /** @description Name of the flow */
            name: string;
            status: components["schemas"]["FlowStatus"];
            /** @description False if the flow begins no conversation; live conversations continue */
            enabled: boolean;
            triggerType: components["schemas"]["TriggerType"];
            /** @description Configuration of the trigger, whose fields depend on `triggerType` */
            triggerValue: {
                [key: string]: unknown;
            };
            /** @description Session whose messages the flow answers; null if none is assigned */
            sessionId: string | null;
            /** @description First step of a conversation; null means the step that was added first */
            startStepId: string | null;
            /** @description True if the draft has changed since the last publication */
            hasUnpublishedChanges: boolean;
            /** @description Time of the last publication; null for a draft */
            publishedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            /** @description Possible mistakes, which do not prevent the publication */
            warnings: components["schemas"]["FlowFinding"][];
        };
        /** @description A successful answer */
        PublishedFlowAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["PublishedFlow"];
        };
        /** @description Hours in which a campaign sends nothing */
        QuietHours: {
            /** @description Start of the quiet hours, as `HH:MM` */
            from: string;
            /** @description End of the quiet hours, as `HH:MM`. If not after `from`, the end is on the next day */
            to: string;
            /** @description Time zone of both times, as an IANA name */
            timezone: string;
        };
        /** @description The quoted message, to which this message replies */
        Quoted: {
            /** @description ID of the quoted message */
            id: string;
            /** @description True if the session sent the quoted message */
            fromMe?: boolean;
            /** @description JID of the author */
            participant?: string;
            /** @description LID of the author, if it is known */
            participantLid?: string;
            /** @description Text or caption of the quoted message */
            text?: string;
        };
        /** @description The gateway answers requests */
        Readiness: {
            /**
             * @description Always the same value
             * @constant
             */
            status: "ready";
        };
        /** @description A successful answer */
        ReadinessAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Readiness"];
        };
        /** @description Content of the message, with the fields of its kind */
        ReceivedContent: {
            /** @description The words of the message; empty if there are none */
            text: string;
            /** @description The text under a file; empty if there is none */
            caption: string;
            /** @description MIME type of the file; empty without a file */
            mimetype: string;
            /** @description Name of a document; empty if there is none */
            filename: string;
            /** @description The file in base64, up to `inlineLimitBytes` of the webhook; otherwise empty */
            base64: string;
            /** @description ID of the tapped button or list row */
            selectedId?: string;
            formReply?: components["schemas"]["FormReply"];
            list?: components["schemas"]["WhatsAppList"];
            linkPreview?: components["schemas"]["LinkPreview"];
            /** @description Size of the file in bytes */
            size?: number;
            /** @description Description of the file for people who do not see it */
            altText?: string;
            /** @description SHA-256 of the file, in hex */
            sha256?: string;
            /** @description Width of the picture, in pixels */
            width?: number;
            /** @description Height of the picture, in pixels */
            height?: number;
            /** @description Duration of the audio or video, in seconds */
            seconds?: number;
            /** @description True for a video that plays automatically, without sound */
            gif?: boolean;
            /** @description True for a voice note */
            ptt?: boolean;
            /**
             * @description True for a sticker that moves
             * @constant
             */
            animated?: true;
            /**
             * @description True for a Lottie sticker, whose file is vector graphics
             * @constant
             */
            lottie?: true;
            /** @description Latitude, in degrees */
            latitude?: number;
            /** @description Longitude, in degrees */
            longitude?: number;
            /** @description Name of the place */
            name?: string;
            /** @description Address of the place */
            address?: string;
            /** @description True for a live location */
            live?: boolean;
            /** @description Cards of a contact message */
            contacts?: components["schemas"]["ContactCard"][];
            /** @description Emoji of the reaction; empty if the reaction was removed */
            emoji?: string;
            /** @description ID of the message that a reaction, a comment or an answer belongs to */
            messageId?: string;
            poll?: components["schemas"]["Poll"];
            /** @description Text above the words of the message */
            header?: string;
            /** @description Text below the words of the message */
            footer?: string;
            /** @description Buttons of the message, in their order */
            buttons?: components["schemas"]["MessageButton"][];
            /** @description Products of a list of products */
            products?: components["schemas"]["ListedProduct"][];
            /** @description Cards of a carousel, in their order */
            cards?: components["schemas"]["MessageCard"][];
            /** @description ID of the template */
            templateId?: string;
            /** @description Text below the header */
            subtitle?: string;
            /** @description Native flows with all their parameters, in their order */
            nativeFlows?: components["schemas"]["NativeFlow"][];
            /** @description ID of the shop or the collection */
            shopId?: string;
            /** @description JID of the business to which the collection belongs */
            businessJid?: string;
            product?: components["schemas"]["Product"];
            catalog?: components["schemas"]["Catalog"];
            order?: components["schemas"]["Order"];
            payment?: components["schemas"]["Payment"];
            event?: components["schemas"]["PlannedEvent"];
            invite?: components["schemas"]["Invitation"];
            /** @description The votes for each option */
            results?: components["schemas"]["PollCount"][];
            stickerPack?: components["schemas"]["StickerPack"];
            /** @description WhatsApp's name of the sticker */
            stickerKey?: string;
            call?: components["schemas"]["CallLog"];
            /** @description WhatsApp's name or number of an unknown kind; `ciphertext` while the message cannot be decrypted */
            kind?: string;
            referral?: components["schemas"]["Referral"];
            /** @description ID that the pictures and videos of one album share */
            albumId?: string;
            association?: components["schemas"]["Association"];
            /** @description Groups that the text mentions */
            groupMentions?: components["schemas"]["GroupMention"][];
            /**
             * @description True for a question that asks for answers
             * @constant
             */
            question?: true;
            /**
             * @description True for a message to WhatsApp's own AI
             * @constant
             */
            botInvoked?: true;
            /**
             * @description True for a post in the status of a group
             * @constant
             */
            groupStatus?: true;
            quoted?: components["schemas"]["Quoted"];
            /** @description JIDs that the text mentions as @number */
            mentions?: string[];
            /** @description LIDs of the mentioned persons, in the order of `mentions`; null where a LID is unknown */
            mentionLids?: (string | null)[];
            /** @description True if the message mentions the account of the session */
            mentionsMe?: boolean;
            /** @description True if the message was forwarded from another chat */
            forwarded?: boolean;
            /**
             * @description The message exceeded the limits of the gateway: a text, a list or a card is cut
             * @constant
             */
            truncated?: true;
            /** @description True if WhatsApp shows the message only once */
            viewOnce?: boolean;
            /** @description Lifetime of a disappearing message, in seconds */
            ephemeral?: number;
            /** @description Number of the post in its channel */
            serverId?: number;
            /** @description Signed URL of the file, which expires after an hour */
            mediaUrl?: string;
        };
        /** @description A chat: an international phone number, or the JID of a person or a group */
        RecipientAddress: string;
        /** @description A recipient of a list */
        RecipientInput: {
            /** @description International number, cleaned of +, 00, spaces, dashes, dots and brackets; the JID or LID of a person; or `@username`. The report names a bad number by its line */
            phone: string;
            usernameKey?: string | null;
            /** @description First name */
            name?: string | null;
            /** @description Surname */
            surname?: string | null;
            /** @description Values for placeholders such as `{{city}}` */
            variables?: {
                [key: string]: string;
            };
            /** @description Line in your file, for the report */
            line?: number;
        };
        /** @description A named list of recipients */
        RecipientList: {
            /** @description List ID */
            id: string;
            /** @description Name of the list */
            name: string;
            /** @description Number of recipients */
            recipients: number;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
        };
        /** @description A successful answer */
        RecipientListAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["RecipientList"];
        };
        /** @description A page of a list */
        RecipientListPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["RecipientList"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The ad (Click-to-WhatsApp) or the post from which the person came. The names of its fields are those of the Cloud API of Meta */
        Referral: {
            /** @description URL of the ad or the post */
            source_url?: string;
            /** @description Kind of the source: `ad` or `post` */
            source_type?: string;
            /** @description ID of the ad or the post */
            source_id?: string;
            /** @description Title of the ad */
            headline?: string;
            /** @description Text of the ad */
            body?: string;
            /**
             * @description Kind of the picture of the ad
             * @enum {string}
             */
            media_type?: "image" | "video";
            /** @description URL of the picture */
            image_url?: string;
            /** @description URL of the video */
            video_url?: string;
            /** @description URL of the preview */
            thumbnail_url?: string;
            /** @description Click ID, for the Conversions API */
            ctwa_clid?: string;
            /** @description Reference that the advertiser set */
            ref?: string;
            /** @description App in which the person tapped the ad */
            source_app?: string;
            welcome_message?: components["schemas"]["WelcomeMessage"];
        };
        /** @description The answer of a removal from the suppression list */
        RemovedSuppression: {
            /** @description The number as listed */
            phone: string;
            /**
             * @description The person is no longer on the suppression list
             * @constant
             */
            deleted: true;
        };
        /** @description A successful answer */
        RemovedSuppressionAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["RemovedSuppression"];
        };
        /** @description The answer of a replay */
        Replayed: {
            /** @description Number of deliveries that the gateway sends again */
            replayed: number;
        };
        /** @description A successful answer */
        ReplayedAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Replayed"];
        };
        /** @description A temporary limit that WhatsApp sets on an account */
        Restriction: {
            /**
             * @description `reachout_timelock`: the account cannot write to new contacts; existing chats continue. `message_cap`: WhatsApp limits the number of new chats; `reason` is `FIRST_WARNING`, `SECOND_WARNING` or `CAPPED`
             * @enum {string}
             */
            type: "reachout_timelock" | "message_cap";
            /** @description End of the restriction; null if WhatsApp does not report the end */
            until: string | null;
            /** @description WhatsApp's name of the reason */
            reason?: string;
            /** @description For `message_cap`: the number of new chats that the account may begin until `until` */
            limit?: number;
            /** @description For `message_cap`: the number of new chats that the account has begun */
            used?: number;
        };
        /** @description Trigger config of the type `schedule`. At most 50000 characters of JSON */
        ScheduleTrigger: {
            /**
             * @description Time zone of the windows, as an IANA name
             * @default UTC
             */
            timezone?: string;
            /**
             * @description Weekly windows of time
             * @default []
             */
            windows?: {
                /**
                 * @description Days on which the window begins, such as `mon` or `Monday`
                 * @default [
                 *       "mon",
                 *       "tue",
                 *       "wed",
                 *       "thu",
                 *       "fri",
                 *       "sat",
                 *       "sun"
                 *     ]
                 */
                days?: (string | ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun") | unknown)[];
                /** @description Start of the window, as HH:MM */
                from: string;
                /** @description End of the window, exclusive. If not after `from`, the window ends on the next day */
                to: string;
            }[];
            /**
             * @description `inside`: while a window is open. `outside`: while no window is open
             * @default inside
             */
            when?: string | ("inside" | "outside") | unknown;
            /**
             * @description True if messages in groups count
             * @default false
             */
            groups?: boolean;
            /**
             * @description Words that end the conversation, if a word is the whole message. A word has more than accents and invisible characters
             * @default [
             *       "stop"
             *     ]
             */
            stopWords?: string[];
        };
        /** @description Configuration of the type `send_buttons`. At most 50000 characters of JSON */
        SendButtonsConfig: {
            /** @description Text above the buttons, with variables */
            message: string;
            /** @description Buttons, each with an id of its own, 10 at most */
            buttons: {
                /** @description ID of the button, which is also its outlet */
                id: string;
                /** @description Text of the button */
                label: string;
            }[];
            /**
             * @description `list`: a WhatsApp list, whose text carries the numbered buttons. `text`: the numbered text only. `both`: the numbered text, then the list. In any case
             * @default list
             */
            format?: string | ("list" | "text" | "both") | unknown;
            /** @description Label of the button that opens the list. Default: `Choose`. Not with the format `text` */
            list?: string;
            /** @description Seconds to wait, as a number or as its digits. If absent, the wait ends when the conversation expires */
            timeout?: number | string;
            /** @description In any case. `end`: end the conversation. `continue`: leave by `default`. `branch`: leave by `timeout`. Default: `branch` if `timeout` is connected, else `end` */
            timeoutAction?: string | ("end" | "continue" | "branch") | unknown;
        };
        /**
         * @description `not_on_whatsapp`: the number has no account. `duplicate`: the campaign already writes to this person, under another spelling of the number. `opted_out`: the recipient of a campaign is on the suppression list. `expired`: the session was not connected in time. `session_logged_out`: the phone unlinked the session. `session_deleted`: you deleted the session. `session_banned`, `session_account_locked`, `session_client_rejected`, `session_login_rejected`: WhatsApp refused the session. `reachout_timelock`: WhatsApp forbids new contacts for now. `rejected_by_whatsapp`: WhatsApp refused the message. `timeout`: WhatsApp never confirmed the message, which may have arrived. `media_unavailable`: the file is gone, or cannot be converted. `person_erased`: the recipient was erased before the message left. `internal_error`: the gateway has a fault
         * @enum {string}
         */
        SendFailure: "not_on_whatsapp" | "username_key_required" | "duplicate" | "opted_out" | "expired" | "session_logged_out" | "session_deleted" | "session_banned" | "session_account_locked" | "session_client_rejected" | "session_login_rejected" | "reachout_timelock" | "rejected_by_whatsapp" | "timeout" | "media_unavailable" | "person_erased" | "internal_error";
        /** @description Configuration of the type `send_image`. At most 50000 characters of JSON */
        SendImageConfig: {
            /** @description URL of the image. Variables may follow the host */
            url: string;
            /** @description Text under the image, with variables */
            caption?: string;
        };
        /** @description Configuration of the type `send_text`. At most 50000 characters of JSON */
        SendTextConfig: {
            /** @description Text, with variables */
            message: string;
        };
        /** @description A link to one WhatsApp account */
        Session: {
            /** @description Session ID */
            id: string;
            /** @description Unique name of the session */
            name: string;
            status: components["schemas"]["SessionStatus"];
            /** @description Number of the linked account, in digits; null if no phone is linked */
            phone: string | null;
            /** @description Display name of the linked account; null if it is unknown */
            pushName: string | null;
            reason?: components["schemas"]["SessionReason"];
            /**
             * Format: date-time
             * @description End of a temporary ban. The session connects again by itself afterwards
             */
            bannedUntil?: string;
            banCause?: components["schemas"]["BanCause"];
            /**
             * Format: date-time
             * @description Time at which the gateway connects a `disconnected` session again by itself
             */
            retryAt?: string;
            /** @description Start of the current or the last connection; null if there was none */
            connectedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
            /** @description Instruction for the user if the session does not connect by itself */
            hint?: string;
            /** @description Current restrictions that WhatsApp sets on the account */
            restrictions?: components["schemas"]["Restriction"][];
            /** @description LID of the linked account; null if it is unknown */
            lid: string | null;
            /** @description True if the session stores the status posts of the account's contacts; otherwise absent */
            receiveStatus?: boolean;
            /** @description ID of the app that owns the session */
            appId: string;
        };
        /** @description A successful answer */
        SessionAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Session"];
        };
        /** @description Data of the event `session.connected` */
        SessionConnectedData: {
            /** @description Id of the session */
            session: string;
            /** @description Phone number of the account, in digits */
            phone: string | null;
            /** @description Display name of the account. Null after the first login of a personal account: WhatsApp tells the name shortly afterwards, and `GET /sessions/:id` then shows it. */
            pushName: string | null;
            /** @description LID of the account; null if it is unknown */
            lid?: string | null;
        };
        /** @description The session logged in after the link, or again after a disconnection. */
        SessionConnectedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "session.connected";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["SessionConnectedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Data of the event `session.deleted` */
        SessionDeletedData: {
            /** @description Id of the session */
            session: string;
            /** @description Name of the session */
            name: string;
        };
        /** @description A caller deleted the session with `DELETE /sessions/{id}`. The messages and campaigns of the session that had not ended fail. */
        SessionDeletedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "session.deleted";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["SessionDeletedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Data of the event `session.disconnected` */
        SessionDisconnectedData: {
            /** @description Id of the session */
            session: string;
            /**
             * @description Reason of the disconnection
             * @enum {string}
             */
            reason: "connection_lost" | "logged_out" | "replaced" | "banned" | "qr_timeout" | "client_outdated" | "account_locked" | "client_rejected" | "login_rejected";
            /**
             * Format: date-time
             * @description End of a temporary ban
             */
            bannedUntil?: string;
            banCause?: components["schemas"]["BanCause"];
            /**
             * Format: date-time
             * @description Time at which the gateway connects again by itself
             */
            retryAt?: string;
        };
        /** @description The session lost its connection. The session recovers by itself from `connection_lost`, and where `retryAt` has a time. Each other reason needs you. A ban whose end moves emits the event again. */
        SessionDisconnectedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "session.disconnected";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["SessionDisconnectedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description A page of a list */
        SessionPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Session"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The QR code of a session that waits for its pairing */
        SessionQr: {
            status: components["schemas"]["SessionStatus"];
            /** @description The QR code as the data URL of a PNG; null if there is no code to scan */
            qr: string | null;
            /** @description Time at which WhatsApp stops accepting the code; null if there is no code */
            expiresAt: string | null;
            reason?: components["schemas"]["SessionReason"];
            /** @description Instruction for the user if the session does not connect by itself */
            hint?: string;
        };
        /** @description A successful answer */
        SessionQrAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["SessionQr"];
        };
        /** @description Data of the event `session.qr` */
        SessionQrData: {
            /** @description Id of the session */
            session: string;
            /** @description The QR code as the data URL of a PNG picture */
            qr: string;
            /**
             * Format: date-time
             * @description End of the validity of the QR code
             */
            expiresAt: string;
        };
        /** @description WhatsApp issued a QR code for a session that is not paired. Scan the code before it expires. */
        SessionQrEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "session.qr";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["SessionQrData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /**
         * @description `connection_lost`: the gateway reconnects by itself. `logged_out`: the phone unlinked the session, so restart and pair again. `replaced`: the same link is open elsewhere, so restart. `banned`: WhatsApp banned the account. With `bannedUntil`, the session connects again by itself at that time. `qr_timeout`: nobody scanned a code, so restart. `client_outdated`: WhatsApp refuses this version of the gateway, which learns the current version and connects again by itself. `account_locked`: WhatsApp locked the account, so unlock the account on the phone and restart. `client_rejected`: WhatsApp refuses this kind of client. `login_rejected`: WhatsApp refused the login for another reason. `connector_starting`: no connector runs yet, and the session pairs when one has started
         * @enum {string}
         */
        SessionReason: "connection_lost" | "logged_out" | "replaced" | "banned" | "qr_timeout" | "client_outdated" | "account_locked" | "client_rejected" | "login_rejected" | "connector_starting";
        /** @description Data of the event `session.restricted` */
        SessionRestrictedData: {
            /** @description Id of the session */
            session: string;
            /**
             * @description `reachout_timelock`: the account cannot write to new contacts; existing chats continue. `message_cap`: WhatsApp limits the number of new chats; `reason` is `FIRST_WARNING`, `SECOND_WARNING` or `CAPPED`
             * @enum {string}
             */
            kind: "reachout_timelock" | "message_cap";
            /** @description False if WhatsApp lifted the limit before its end */
            active: boolean;
            /** @description End of the restriction; null if WhatsApp does not report the end */
            until: string | null;
            /** @description WhatsApp's name of the reason */
            reason?: string;
            /** @description For `message_cap`: the number of new chats that the account may begin until `until` */
            limit?: number;
            /** @description For `message_cap`: the number of new chats that the account has begun */
            used?: number;
        };
        /** @description WhatsApp set, changed or lifted a limit on the account of the session. The session stays connected. A limit that only reaches its `until` emits no event. */
        SessionRestrictedEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "session.restricted";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description Id of the session */
            session: string;
            data: components["schemas"]["SessionRestrictedData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description The status of a session, with the reason if the session is not connected */
        SessionState: {
            /** @description Session ID */
            id: string;
            status: components["schemas"]["SessionStatus"];
            reason?: components["schemas"]["SessionReason"];
            /**
             * Format: date-time
             * @description End of a temporary ban. The session connects again by itself afterwards
             */
            bannedUntil?: string;
            banCause?: components["schemas"]["BanCause"];
            /**
             * Format: date-time
             * @description Time at which the gateway connects a `disconnected` session again by itself
             */
            retryAt?: string;
            /** @description Instruction for the user if the session does not connect by itself */
            hint?: string;
            /** @description Start of the current or the last connection; null if there was none */
            connectedAt: string | null;
        };
        /** @description A successful answer */
        SessionStateAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["SessionState"];
        };
        /**
         * @description `connecting`: the session waits for a scan, or reconnects. `disconnected`: the session needs an action, and `reason` says which
         * @enum {string}
         */
        SessionStatus: "connected" | "connecting" | "disconnected";
        /** @description Body of `sessions.create` */
        SessionsCreateBody: {
            /** @description Unique session name (1-64 characters, no control characters). Case and forms such as full width make no other name */
            name: string;
            /**
             * @description True to import the phone's earlier chats when the phone is linked
             * @default false
             */
            syncHistory?: boolean;
            /**
             * @description True to store the status posts of the account's contacts, in the chat `status@broadcast`
             * @default false
             */
            receiveStatus?: boolean;
        };
        /** @description Body of `sessions.requestPairingCode` */
        SessionsRequestPairingCodeBody: {
            /** @description The phone's own number */
            phone: components["schemas"]["PhoneNumber"];
        };
        /** @description Body of `sessions.update` */
        SessionsUpdateBody: {
            /** @description Unique session name (1-64 characters, no control characters). Case and forms such as full width make no other name */
            name?: string;
            /** @description True to store the status posts of the account's contacts, in the chat `status@broadcast` */
            receiveStatus?: boolean;
        };
        /** @description Configuration of the type `set_variable`. At most 50000 characters of JSON */
        SetVariableConfig: {
            /** @description Variable to set */
            name: string;
            /**
             * @description `value`, or the variable to copy, such as `last_reply` or `{{last_reply}}`. If the variable is missing, `value` is used
             * @default value
             */
            source?: string;
            /**
             * @description Text of the variable, with variables
             * @default
             */
            value?: string | number | boolean;
        };
        /** @description The result of a simulation */
        Simulation: {
            /** @description True if a message started a conversation */
            triggered: boolean;
            /** @description Status of the last conversation; null if no message started a conversation */
            status: components["schemas"]["ConversationStatus"] | null;
            /** @description Reason for which the last conversation failed */
            error?: string;
            errorCode?: components["schemas"]["ConversationErrorCode"];
            /** @description Cause of the wait; null if the conversation does not wait */
            waitingFor: components["schemas"]["WaitingFor"] | null;
            /** @description Current step, or last step of an ended conversation; null without a conversation */
            stepId: string | null;
            /** @description Lines of all conversations, oldest first */
            transcript: components["schemas"]["TranscriptLine"][];
            /** @description Steps that the conversations left, in order */
            path: {
                /** @description ID of a step */
                stepId: string;
                /** @description Outlet by which the conversation left the step */
                outlet: string;
            }[];
            /** @description Variables of the last conversation, by name */
            variables: {
                [key: string]: string;
            };
            /** @description Faults that prevent the publication of the flow */
            faults: components["schemas"]["FlowFinding"][];
            /** @description Possible mistakes of the flow, and limits that the simulation reached */
            warnings: components["schemas"]["FlowFinding"][];
        };
        /** @description A successful answer */
        SimulationAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Simulation"];
        };
        /** @description A step of a flow */
        Step: {
            /** @description Step ID */
            id: string;
            /** @description ID of the flow */
            flowId: string;
            type: components["schemas"]["StepType"];
            /** @description Name in an editor; null if there is none */
            name: string | null;
            /** @description Configuration, whose fields depend on `type` */
            config: {
                [key: string]: unknown;
            };
            /** @description Target step of each outlet; null ends the conversation */
            connections: {
                [key: string]: string | null;
            };
            /** @description Position in an editor */
            position: {
                /** @description Distance from the left */
                x: number;
                /** @description Distance from the top */
                y: number;
            };
            /** @description Outlets that can have a connection; empty while the configuration is not valid */
            outlets: string[];
        };
        /** @description A successful answer */
        StepAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Step"];
        };
        /** @description Configuration of one of the types of steps */
        StepConfig: components["schemas"]["SendTextConfig"] | components["schemas"]["SendImageConfig"] | components["schemas"]["SendButtonsConfig"] | components["schemas"]["WaitReplyConfig"] | components["schemas"]["ConditionConfig"] | components["schemas"]["DelayConfig"] | components["schemas"]["WebhookConfig"] | components["schemas"]["SetVariableConfig"];
        /** @description Position in an editor */
        StepPositionInput: {
            /** @description Distance from the left */
            x: number;
            /** @description Distance from the top */
            y: number;
        };
        /** @description Number of conversations that reached or left a step */
        StepStats: {
            /** @description Step ID */
            stepId: string;
            /** @description Type of the step; null for a step that is no longer in the flow */
            type: string | null;
            /** @description Name in an editor; null if there is none */
            name: string | null;
            /** @description Conversations that reached the step */
            reached: number;
            /** @description Conversations that ended at the step before an end of the flow */
            left: number;
        };
        /**
         * @description `send_text`, `send_image` and `send_buttons` send a message. `wait_reply` waits for a message. `condition` branches. `delay` waits. `webhook` calls your server. `set_variable` sets a variable
         * @enum {string}
         */
        StepType: "send_text" | "send_image" | "send_buttons" | "wait_reply" | "condition" | "delay" | "webhook" | "set_variable";
        /** @description A pack of stickers */
        StickerPack: {
            /** @description ID of the pack */
            id: string;
            /** @description Name of the pack */
            name: string;
            /** @description Publisher of the pack */
            publisher?: string;
            /** @description Description of the pack */
            description?: string;
            /** @description Number of stickers */
            count?: number;
        };
        /** @description A chat: an international phone number, the JID of a person, a group or a channel, or the `@username` of a known person. `status@broadcast` names the status posts */
        StoredChatAddress: string;
        /** @description The result of an addition to the suppression list */
        Suppressed: {
            /** @description Number of people who are new on the list */
            added: number;
            /** @description Number of people who were on the list before, and keep their entry */
            existing: number;
        };
        /** @description A successful answer */
        SuppressedAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Suppressed"];
        };
        /** @description A person who gets no campaign */
        Suppression: {
            /** @description International number in digits, or the JID of a LID whose number is unknown */
            phone: string;
            /**
             * @description `reply`: the person answered a campaign with a stop word. `api`: a request added the number
             * @enum {string}
             */
            source: "reply" | "api";
            /** @description The reason of the request; null without a reason */
            reason: string | null;
            /** @description Session that received the stop word; null for the source `api` */
            session: string | null;
            /** @description Message with the stop word; null for the source `api` */
            messageId: string | null;
            /**
             * Format: date-time
             * @description Time at which the person came onto the list
             */
            createdAt: string;
        };
        /** @description A page of a list */
        SuppressionPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Suppression"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Body of `suppressions.add` */
        SuppressionsAddBody: {
            /** @description One international number, JID or LID */
            phone?: components["schemas"]["Person"];
            /** @description Up to 10000 international numbers, JIDs or LIDs */
            phones?: components["schemas"]["Person"][];
            /** @description Note on the cause, for your own records */
            reason?: string;
        } & (unknown | unknown);
        /** @description A line of the transcript of a conversation. `kind` determines its fields */
        TranscriptLine: {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description The contact wrote a message
             * @constant
             */
            kind: "received";
            /** @description Text of the message */
            text: string;
            /** @description ID of the button that the contact tapped or chose */
            buttonId?: string;
            /**
             * @description True if the message came while no step waited for a reply
             * @constant
             */
            ignored?: true;
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description The flow sent a message
             * @constant
             */
            kind: "sent";
            /** @description ID of the step */
            stepId: string;
            message: components["schemas"]["FlowMessage"];
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description The flow called your server
             * @constant
             */
            kind: "called";
            /** @description ID of the step */
            stepId: string;
            request: components["schemas"]["FlowCall"];
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description Your server answered, or did not
             * @constant
             */
            kind: "answered";
            /** @description ID of the step */
            stepId: string;
            /** @description HTTP status; absent without an answer */
            status?: number;
            /** @description Reason for a missing answer */
            error?: string;
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description A wait of the step ended by its timer
             * @constant
             */
            kind: "timer";
            /** @description ID of the step */
            stepId: string;
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description The conversation left the step
             * @constant
             */
            kind: "step";
            /** @description ID of the step */
            stepId: string;
            /** @description Outlet by which the conversation left the step */
            outlet: string;
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description A human took over
             * @constant
             */
            kind: "paused";
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description The flow took over again
             * @constant
             */
            kind: "resumed";
        } | {
            /**
             * Format: date-time
             * @description Time of the line
             */
            at: string;
            /** @description The WhatsApp message ID of a sent message */
            messageId?: string;
            /**
             * @description The conversation ended
             * @constant
             */
            kind: "ended";
            status: components["schemas"]["ConversationStatus"];
            /** @description Reason for the status `failed` */
            error?: string;
            errorCode?: components["schemas"]["ConversationErrorCode"];
        };
        /** @description A page of a list */
        TranscriptLinePage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["TranscriptLine"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Trigger config of one of the types */
        TriggerConfig: components["schemas"]["KeywordTrigger"] | components["schemas"]["FirstContactTrigger"] | components["schemas"]["ScheduleTrigger"];
        /**
         * @description `keyword`: a message with a keyword begins a conversation. `first_contact`: the first message of a chat does. `schedule`: any message inside or outside of time windows does
         * @enum {string}
         */
        TriggerType: "keyword" | "first_contact" | "schedule";
        /** @description A slot for the upload of one file */
        UploadSlot: {
            /** @description ID that one send takes as `mediaId` */
            mediaId: string;
            /** @description URL that takes the file once */
            url: string;
            /**
             * @description Method of the upload
             * @constant
             */
            method: "PUT";
            /** @description Headers that the upload must have */
            headers: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description End of the slot, after 15 minutes
             */
            expiresAt: string;
        };
        /** @description A successful answer */
        UploadSlotAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["UploadSlot"];
        };
        /** @description A username of WhatsApp, with or without `@` */
        Username: string;
        /** @description Configuration of the type `wait_reply`. At most 50000 characters of JSON */
        WaitReplyConfig: {
            /** @description Seconds to wait, as a number or as its digits. If absent, the wait ends when the conversation expires */
            timeout?: number | string;
            /** @description In any case. `end`: end the conversation. `continue`: leave by `default`. `branch`: leave by `timeout`. Default: `branch` if `timeout` is connected, else `end` */
            timeoutAction?: string | ("end" | "continue" | "branch") | unknown;
            /** @description Variable for the reply, beside `last_reply` */
            variable?: string;
        };
        /**
         * @description `reply`: a message of the contact. `delay`: the end of a delay. `call`: the answer of a webhook step
         * @enum {string}
         */
        WaitingFor: "reply" | "delay" | "call";
        /** @description An endpoint of yours that receives events, without its secret */
        Webhook: {
            /** @description Webhook ID */
            id: string;
            /** @description Your endpoint, which receives the events */
            url: string;
            /** @description Names of the subscribed events; `*` stands for all events */
            events: string[];
            /** @description Sessions whose events the webhook receives; null for all sessions. A deleted session leaves the list. With an empty list the webhook receives nothing */
            sessions: string[] | null;
            filter: components["schemas"]["WebhookFilter"] | null;
            /** @description Names of the headers that you added. The values are not shown: each is null */
            headers: {
                [key: string]: null;
            };
            /** @description True if the gateway delivers events to the webhook */
            enabled: boolean;
            /**
             * @description Reason for which the webhook is disabled. `user`: you disabled the webhook. `gone`: your server answered 410. `failing`: no attempt succeeded for 3 days
             * @enum {string}
             */
            disabledReason?: "user" | "gone" | "failing";
            /** @description Time of the first failed attempt since the last success; null while attempts succeed */
            failingSince: string | null;
            /** @description Events contain files up to this size, in bytes, as base64; 0: no files */
            inlineLimitBytes: number;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description Time of the last change
             */
            updatedAt: string;
        };
        /** @description A successful answer */
        WebhookAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Webhook"];
        };
        /** @description Configuration of the type `webhook`. At most 50000 characters of JSON */
        WebhookConfig: {
            /** @description URL of your server. Variables may follow the host */
            url: string;
            /** @description GET, POST, PUT, PATCH or DELETE, in any case. Default: POST with a body, else GET */
            method?: string | ("GET" | "POST" | "PUT" | "PATCH" | "DELETE") | unknown;
            /**
             * @description Headers of the request, with variables
             * @default {}
             */
            headers?: {
                [key: string]: string;
            };
            /** @description JSON whose texts may contain variables, or a text. Not with GET. Null and an empty text are no body */
            body?: unknown;
            /**
             * @description Variables to set, each with its path in the JSON of the answer, such as `data.items[0].name` or `items['first name']`
             * @default {}
             */
            variables?: {
                [key: string]: string;
            };
        };
        /** @description Conditions, each a value or a list of values. All conditions must hold. `chats` and `kinds` apply to events of a chat, `types` and `fromMe` to events of a message. Other events pass the filter */
        WebhookFilter: {
            /** @description Only these chats. A number also names the chat by its LID, and a LID also by its number */
            chats?: string | string[];
            /** @description Only chats of these kinds */
            kinds?: ("user" | "group" | "channel" | "status") | ("user" | "group" | "channel" | "status")[];
            /** @description Only messages of these types */
            types?: ("text" | "image" | "video" | "audio" | "document" | "sticker" | "location" | "contact" | "reaction" | "poll" | "buttons" | "list" | "template" | "interactive" | "product" | "catalog" | "order" | "payment" | "event" | "group_invite" | "channel_invite" | "comment" | "answer" | "poll_result" | "sticker_pack" | "rich_response" | "phone_request" | "status_reaction" | "placeholder" | "call_log" | "unknown") | ("text" | "image" | "video" | "audio" | "document" | "sticker" | "location" | "contact" | "reaction" | "poll" | "buttons" | "list" | "template" | "interactive" | "product" | "catalog" | "order" | "payment" | "event" | "group_invite" | "channel_invite" | "comment" | "answer" | "poll_result" | "sticker_pack" | "rich_response" | "phone_request" | "status_reaction" | "placeholder" | "call_log" | "unknown")[];
            /** @description True: only messages of the session itself. False: only messages of others */
            fromMe?: boolean | boolean[];
        };
        /** @description A page of a list */
        WebhookPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Webhook"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description The outcome of a test event */
        WebhookTest: {
            /** @description True if your endpoint answered with a 2xx status in time */
            delivered: boolean;
            /** @description Delivery ID, which the header X-Vesper-Delivery and the delivery log have */
            deliveryId: string;
            /** @description HTTP status of the answer; null without an answer */
            status: number | null;
            /** @description Reason for a missing answer; null if there was an answer */
            error: string | null;
            /** @description Duration of the attempt, in ms */
            durationMs: number;
            /** @description The first 1,024 bytes of the answer's body; null without an answer */
            response: string | null;
        };
        /** @description A successful answer */
        WebhookTestAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["WebhookTest"];
        };
        /** @description Data of the event `webhook.test` */
        WebhookTestData: {
            /** @description A text for humans */
            message: string;
        };
        /** @description A caller tested the webhook with `POST /webhooks/{id}/test`. No list of events has this event. */
        WebhookTestEvent: {
            /**
             * @description Name of the event
             * @constant
             */
            event: "webhook.test";
            /**
             * Format: date-time
             * @description Time of the event
             */
            timestamp: string;
            /** @description The event belongs to no session */
            session: null;
            data: components["schemas"]["WebhookTestData"];
            /** @description Id of the event, the same on every retry and replay */
            id: string;
        };
        /** @description Body of `webhooks.create` */
        WebhooksCreateBody: {
            /**
             * Format: uri
             * @description Your HTTPS endpoint, which receives POST requests. A private address and a URL with a user name are refused
             */
            url: string;
            /** @description Events to subscribe to. Use ["*"] for all events */
            events: ("*" | "message.received" | "message.from_phone" | "message.sent" | "message.delivered" | "message.read" | "message.updated" | "message.deleted" | "message.failed" | "poll.vote" | "session.connected" | "session.disconnected" | "session.qr" | "session.restricted" | "session.deleted" | "group.join" | "group.leave" | "group.update" | "campaign.completed")[];
            /** @description Only events of these sessions of your app. Default: null, all sessions */
            sessions?: string[] | null;
            filter?: components["schemas"]["NewWebhookFilter"] | null;
            /**
             * @description Headers of your own for each delivery. The values are stored encrypted, and no answer shows them
             * @default {}
             */
            headers?: {
                [key: string]: string;
            };
            /** @description Min 16 characters, spaces and Unicode included. Used to sign payloads with HMAC-SHA256, as UTF-8. If absent, the gateway creates a secret */
            secret?: string;
            /**
             * @description False to create the webhook without deliveries
             * @default true
             */
            enabled?: boolean;
            /**
             * @description Events contain files up to this size, in bytes, as base64; 0: no files
             * @default 5242880
             */
            inlineLimitBytes?: number;
        };
        /** @description Body of `webhooks.replayFailed` */
        WebhooksReplayFailedBody: {
            /**
             * Format: date-time
             * @description Only deliveries of this time or later; ISO 8601 with an offset
             */
            since: string;
        };
        /** @description Body of `webhooks.rotateSecret` */
        WebhooksRotateSecretBody: {
            /** @description The new secret: 16 characters or more, spaces and Unicode included. If absent, the gateway creates a secret */
            secret?: string;
        };
        /** @description Body of `webhooks.update` */
        WebhooksUpdateBody: {
            /**
             * Format: uri
             * @description Your HTTPS endpoint, which receives POST requests. A private address and a URL with a user name are refused
             */
            url?: string;
            /** @description Events to subscribe to. Use ["*"] for all events */
            events?: ("*" | "message.received" | "message.from_phone" | "message.sent" | "message.delivered" | "message.read" | "message.updated" | "message.deleted" | "message.failed" | "poll.vote" | "session.connected" | "session.disconnected" | "session.qr" | "session.restricted" | "session.deleted" | "group.join" | "group.leave" | "group.update" | "campaign.completed")[];
            /** @description Only events of these sessions of your app; null for all sessions. An empty list is accepted only if the list is empty already */
            sessions?: string[] | null;
            filter?: components["schemas"]["NewWebhookFilter"] | null;
            /** @description All headers of your own. A header with null keeps its stored value. A header that the object lacks is removed */
            headers?: {
                [key: string]: string | null;
            };
            /** @description Min 16 characters, spaces and Unicode included. Used to sign payloads with HMAC-SHA256, as UTF-8. If absent, the gateway creates a secret */
            secret?: string;
            /** @description False disables the webhook. True enables a webhook that was disabled for any reason */
            enabled?: boolean;
            /** @description Events contain files up to this size, in bytes, as base64; 0: no files */
            inlineLimitBytes?: number;
        };
        /** @description The greeting that the ad showed in the chat */
        WelcomeMessage: {
            /** @description The greeting */
            text: string;
        };
        /** @description A WhatsApp list below the text, whose rows the recipient can tap */
        WhatsAppList: {
            /** @description Label of the button that opens the list */
            button: string;
            /** @description Rows of the list */
            rows: components["schemas"]["ListRow"][];
        };
    };
    responses: never;
    parameters: {
        /** @description Name of the event */
        XVesperEvent: string;
        /** @description ID of the delivery in the log, the same on every retry */
        XVesperDelivery: string;
        /** @description `sha256=` and the HMAC-SHA256 of the raw body in hex, keyed with the secret as it is written */
        XVesperSignature: string;
        /** @description The same signature with the previous secret, for 24 h after a rotation */
        XVesperSignaturePrevious: string;
        /** @description ID of the event, the same on every retry and replay */
        WebhookId: string;
        /** @description Time of the attempt, in Unix seconds */
        WebhookTimestamp: string;
        /** @description Signatures of Standard Webhooks over id, time and body, separated by spaces: one for each valid secret */
        WebhookSignature: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "gateway.health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
        };
    };
    "gateway.readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessAnswer"];
                };
            };
        };
    };
    "gateway.reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    "gateway.docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    "sessions.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    "sessions.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "store-whatsapp"
                 *     }
                 */
                "application/json": components["schemas"]["SessionsCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    "sessions.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    "sessions.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "receiveStatus": true
                 *     }
                 */
                "application/json": components["schemas"]["SessionsUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    "sessions.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "sessions.getQr": {
        parameters: {
            query?: {
                /** @description True to start a new pairing after a logout too */
                restart?: boolean;
            };
            header?: never;
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. With `Accept: image/png`, the picture of the QR code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionQrAnswer"];
                    "image/png": string;
                };
            };
        };
    };
    "sessions.getStatus": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionStateAnswer"];
                };
            };
        };
    };
    "sessions.restart": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    "sessions.requestPairingCode": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "905559876543"
                 *     }
                 */
                "application/json": components["schemas"]["SessionsRequestPairingCodeBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairingCodeAnswer"];
                };
            };
        };
    };
    "sessions.logout": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
        };
    };
    "messages.sendText": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "text": "Hello from Vesper! 🚀"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendTextBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendImage": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "url": "https://example.com/photo.jpg",
                 *       "caption": "Check this out!"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendImageBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendVideo": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "url": "https://example.com/video.mp4",
                 *       "caption": "Opening day"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendVideoBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendDocument": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "url": "https://example.com/Q1-Report.pdf",
                 *       "filename": "Q1-Report.pdf"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendDocumentBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendAudio": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "url": "https://example.com/voice.ogg",
                 *       "ptt": true
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendAudioBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendSticker": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "url": "https://example.com/sticker.webp"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendStickerBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendLocation": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "latitude": 41.0082,
                 *       "longitude": 28.9784,
                 *       "name": "Istanbul"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendLocationBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendContact": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "contacts": [
                 *         {
                 *           "name": "Ayşe Yılmaz",
                 *           "phone": "905551234567"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendContactBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendPoll": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "name": "Which day suits you?",
                 *       "options": [
                 *         "Monday",
                 *         "Tuesday"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendPollBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.sendReaction": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "messageId": "3EB0A8C2F5B7E6A1",
                 *       "emoji": "👍"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesSendReactionBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.createUpload": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "size": 48213004,
                 *       "mimetype": "application/pdf"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesCreateUploadBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadSlotAnswer"];
                };
            };
        };
    };
    "messages.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description Only the messages of this chat: a phone number in any spelling, a JID, a LID, a channel, or the `@username` of a known person. `status@broadcast` names the status posts */
                jid?: components["schemas"]["StoredChatAddress"];
            };
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
        };
    };
    "messages.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Message ID */
                msgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageAnswer"];
                };
            };
        };
    };
    "messages.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Message ID */
                msgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "messages.edit": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Message ID */
                msgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Hello again"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesEditBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageAnswer"];
                };
            };
        };
    };
    "messages.revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Message ID */
                msgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageAnswer"];
                };
            };
        };
    };
    "messages.forward": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Message ID */
                msgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "905551234567"
                 *     }
                 */
                "application/json": components["schemas"]["MessagesForwardBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedAnswer"];
                };
            };
        };
    };
    "messages.markRead": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Message ID */
                msgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageAnswer"];
                };
            };
        };
    };
    "contacts.setPresence": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "to": "905551234567",
                 *       "state": "composing"
                 *     }
                 */
                "application/json": components["schemas"]["ContactsSetPresenceBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresenceAnswer"];
                };
            };
        };
    };
    "contacts.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactPage"];
                };
            };
        };
    };
    "contacts.check": {
        parameters: {
            query?: {
                /** @description Up to 50 numbers, separated by commas */
                phones?: components["schemas"]["PhoneNumber"][];
                /** @description Up to 50 usernames with or without `@`, separated by commas */
                usernames?: components["schemas"]["Username"][];
                /** @description Key that is tried for each username: 4 digits */
                usernameKey?: string;
            };
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactCheckListAnswer"];
                };
            };
        };
    };
    "contacts.getPicture": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description A phone number or a JID */
                jid: components["schemas"]["RecipientAddress"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactPictureAnswer"];
                };
            };
        };
    };
    "chats.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description The chat: a phone number, a JID, a LID, a group, or the `@username` of a known person */
                jid: components["schemas"]["Destination"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAnswer"];
                };
            };
        };
    };
    "chats.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description The chat: a phone number, a JID, a LID, a group, or the `@username` of a known person */
                jid: components["schemas"]["Destination"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ephemeralSeconds": 604800
                 *     }
                 */
                "application/json": components["schemas"]["ChatsUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAnswer"];
                };
            };
        };
    };
    "groups.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description True to fetch from WhatsApp first. This is rarely needed, because changes arrive immediately */
                refresh?: boolean;
            };
            header?: never;
            path: {
                /** @description Session ID */
                sessionOrGroupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPage"];
                };
            };
        };
    };
    "groups.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Group ID */
                sessionOrGroupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "subject": "Orders",
                 *       "description": "Questions about orders"
                 *     }
                 */
                "application/json": components["schemas"]["GroupsUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailAnswer"];
                };
            };
        };
    };
    "groups.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "subject": "Orders",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupsCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedGroupAnswer"];
                };
            };
        };
    };
    "groups.get": {
        parameters: {
            query?: {
                /** @description True to fetch from WhatsApp first. This is rarely needed, because changes arrive immediately */
                refresh?: boolean;
            };
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailAnswer"];
                };
            };
        };
    };
    "groups.addParticipants": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupParticipantsInput"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantResultListAnswer"];
                };
            };
        };
    };
    "groups.removeParticipants": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupParticipantsInput"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantResultListAnswer"];
                };
            };
        };
    };
    "groups.promoteParticipants": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupParticipantsInput"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantResultListAnswer"];
                };
            };
        };
    };
    "groups.demoteParticipants": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupParticipantsInput"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantResultListAnswer"];
                };
            };
        };
    };
    "groups.setSettings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "announce": true
                 *     }
                 */
                "application/json": components["schemas"]["GroupsSetSettingsBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDetailAnswer"];
                };
            };
        };
    };
    "groups.setPicture": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "url": "https://example.com/photo.jpg"
                 *     }
                 */
                "application/json": components["schemas"]["GroupsSetPictureBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPictureSetAnswer"];
                };
            };
        };
    };
    "groups.removePicture": {
        parameters: {
            query: {
                /** @description Session ID */
                session: string;
            };
            header?: never;
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupPictureRemovedAnswer"];
                };
            };
        };
    };
    "groups.getInvite": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupInviteAnswer"];
                };
            };
        };
    };
    "groups.revokeInvite": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy"
                 *     }
                 */
                "application/json": components["schemas"]["GroupsRevokeInviteBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupInviteAnswer"];
                };
            };
        };
    };
    "groups.join": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "invite": "https://chat.whatsapp.com/CjQKHYwM7pA0VdQ2Q4dOi1"
                 *     }
                 */
                "application/json": components["schemas"]["GroupsJoinBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupJoinedAnswer"];
                };
            };
        };
    };
    "groups.leave": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy"
                 *     }
                 */
                "application/json": components["schemas"]["GroupsLeaveBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupLeftAnswer"];
                };
            };
        };
    };
    "groups.listJoinRequests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Session ID */
                sessionId: string;
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinRequestListAnswer"];
                };
            };
        };
    };
    "groups.approveJoinRequests": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupParticipantsInput"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantResultListAnswer"];
                };
            };
        };
    };
    "groups.rejectJoinRequests": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Group ID */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "participants": [
                 *         "905551234567"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GroupParticipantsInput"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantResultListAnswer"];
                };
            };
        };
    };
    "webhooks.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
        };
    };
    "webhooks.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://your-server.com/vesper/webhook",
                 *       "events": [
                 *         "message.received",
                 *         "message.delivered",
                 *         "message.read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["WebhooksCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookAnswer"];
                };
            };
        };
    };
    "webhooks.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
        };
    };
    "webhooks.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "events": [
                 *         "*"
                 *       ],
                 *       "enabled": true
                 *     }
                 */
                "application/json": components["schemas"]["WebhooksUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
        };
    };
    "webhooks.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "webhooks.test": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTestAnswer"];
                };
            };
        };
    };
    "webhooks.listDeliveries": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description Only deliveries in this state */
                state?: components["schemas"]["DeliveryState"];
                /** @description Only deliveries of events with this name */
                event?: components["schemas"]["EventName"];
            };
            header?: never;
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
        };
    };
    "webhooks.replayDelivery": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Webhook ID */
                id: string;
                /** @description Delivery ID */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedAnswer"];
                };
            };
        };
    };
    "webhooks.replayFailed": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2026-06-24T10:30:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["WebhooksReplayFailedBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedAnswer"];
                };
            };
        };
    };
    "webhooks.rotateSecret": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Webhook ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "secret": "your_webhook_secret_min16chars"
                 *     }
                 */
                "application/json": components["schemas"]["WebhooksRotateSecretBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookAnswer"];
                };
            };
        };
    };
    "events.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page, or `latest` to begin with the next event. If absent, the answer begins with the oldest event */
                after?: string;
                /** @description Types of events, separated by commas */
                types?: ("message.received" | "message.from_phone" | "message.sent" | "message.delivered" | "message.read" | "message.updated" | "message.deleted" | "message.failed" | "poll.vote" | "session.connected" | "session.disconnected" | "session.qr" | "session.restricted" | "session.deleted" | "group.join" | "group.leave" | "group.update" | "campaign.completed")[];
                /** @description Session ID */
                session?: string;
                /** @description Seconds to wait for an event if there is none (0-20) */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
        };
    };
    "lists.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipientListPage"];
                };
            };
        };
    };
    "lists.create": {
        parameters: {
            query?: {
                /** @description Name of a list that is sent as CSV */
                name?: string;
            };
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Customers",
                 *       "recipients": [
                 *         {
                 *           "phone": "905551234567",
                 *           "name": "Ayşe",
                 *           "surname": "Yılmaz",
                 *           "variables": {
                 *             "city": "Istanbul"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ListsCreateBody"];
                /**
                 * @example phone,name,city
                 *     905551234567,Ayşe,Istanbul
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedListAnswer"];
                };
            };
        };
    };
    "lists.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description List ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipientListAnswer"];
                };
            };
        };
    };
    "lists.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description List ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Customers",
                 *       "add": [
                 *         {
                 *           "phone": "905551234567",
                 *           "name": "Ayşe"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ListsUpdateBody"];
                /**
                 * @example phone,name,city
                 *     905551234567,Ayşe,Istanbul
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedListAnswer"];
                };
            };
        };
    };
    "lists.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description List ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "lists.listRecipients": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description List ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRecipientPage"];
                };
            };
        };
    };
    "campaigns.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignPage"];
                };
            };
        };
    };
    "campaigns.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "session": "YoNofiM9vtHy",
                 *       "name": "Spring sale",
                 *       "recipients": [
                 *         {
                 *           "phone": "905551234567",
                 *           "name": "Ayşe"
                 *         }
                 *       ],
                 *       "type": "text",
                 *       "text": "Hello {{name}}, our spring sale begins today!"
                 *     }
                 */
                "application/json": components["schemas"]["CampaignsCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedCampaignAnswer"];
                };
            };
        };
    };
    "campaigns.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnswer"];
                };
            };
        };
    };
    "campaigns.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "campaigns.listRecipients": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description Only recipients with this status */
                status?: components["schemas"]["CampaignRecipientStatus"];
            };
            header?: never;
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. With `Accept: text/csv`, a part of the list as CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignRecipientPage"];
                    /**
                     * @example phone,name,surname,status,error,messageId,acceptedAt,username,city
                     *     905551234567,Ayşe,Yılmaz,delivered,,3EB0A8C2F5B7E6A1,2026-06-24T10:30:00.000Z,,Istanbul
                     */
                    "text/csv": string;
                };
            };
        };
    };
    "campaigns.start": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnswer"];
                };
            };
        };
    };
    "campaigns.pause": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnswer"];
                };
            };
        };
    };
    "campaigns.resume": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnswer"];
                };
            };
        };
    };
    "campaigns.cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Campaign ID */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignAnswer"];
                };
            };
        };
    };
    "suppressions.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description Only this person, in any spelling of the number */
                phone?: components["schemas"]["Person"];
                /** @description Only suppressions of this source */
                source?: "reply" | "api";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionPage"];
                };
            };
        };
    };
    "suppressions.add": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phones": [
                 *         "905551234567",
                 *         "905551234568"
                 *       ],
                 *       "reason": "Asked by phone"
                 *     }
                 */
                "application/json": components["schemas"]["SuppressionsAddBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressedAnswer"];
                };
            };
        };
    };
    "suppressions.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description International number in any spelling, JID or LID */
                phone: components["schemas"]["Person"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedSuppressionAnswer"];
                };
            };
        };
    };
    "broadcastSettings.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroadcastSettingsAnswer"];
                };
            };
        };
    };
    "broadcastSettings.update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "stopWords": [
                 *         "stop",
                 *         "dur",
                 *         "iptal"
                 *       ],
                 *       "startWords": [
                 *         "start",
                 *         "başla"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BroadcastSettingsUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroadcastSettingsAnswer"];
                };
            };
        };
    };
    "chatbot.listFlows": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description ID of the app of your key, which is the default. GET /me answers the ID */
                appId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowPage"];
                };
            };
        };
    };
    "chatbot.createFlow": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "app_4fG7hJ2kL9mNpQrSt5vW",
                 *       "name": "Welcome Bot",
                 *       "triggerType": "keyword",
                 *       "triggerValue": {
                 *         "keywords": [
                 *           "hello",
                 *           "hi",
                 *           "merhaba"
                 *         ],
                 *         "matchType": "contains"
                 *       },
                 *       "sessionId": "YoNofiM9vtHy"
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotCreateFlowBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowWithStepsAnswer"];
                };
            };
        };
    };
    "chatbot.getFlow": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowWithStepsAnswer"];
                };
            };
        };
    };
    "chatbot.updateFlow": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Welcome Bot",
                 *       "enabled": true
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotUpdateFlowBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowAnswer"];
                };
            };
        };
    };
    "chatbot.deleteFlow": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "chatbot.publishFlow": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedFlowAnswer"];
                };
            };
        };
    };
    "chatbot.unpublishFlow": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowAnswer"];
                };
            };
        };
    };
    "chatbot.duplicateFlow": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowWithStepsAnswer"];
                };
            };
        };
    };
    "chatbot.arrangeSteps": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "steps": [
                 *         {
                 *           "id": "stp_4fG7hJ2kL9mNpQrSt5vW",
                 *           "position": {
                 *             "x": 120,
                 *             "y": 80
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotArrangeStepsBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrangedStepsAnswer"];
                };
            };
        };
    };
    "chatbot.addStep": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "send_text",
                 *       "name": "Greeting",
                 *       "config": {
                 *         "message": "Hello {{contact.name|there}}!"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotAddStepBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
        };
    };
    "chatbot.updateStep": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
                /** @description Step ID */
                stepId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "config": {
                 *         "message": "Hello {{contact.name|there}}!"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotUpdateStepBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepAnswer"];
                };
            };
        };
    };
    "chatbot.deleteStep": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
                /** @description Step ID */
                stepId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
        };
    };
    "chatbot.simulateFlow": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "messages": [
                 *         "hello",
                 *         "2",
                 *         {
                 *           "advanceSeconds": 3600
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotSimulateFlowBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationAnswer"];
                };
            };
        };
    };
    "chatbot.listConversations": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description Only conversations with this status */
                status?: components["schemas"]["ConversationStatus"];
                /** @description Only conversations of the chat with this phone number, in any spelling, or with this JID */
                chat?: components["schemas"]["RecipientAddress"];
            };
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
        };
    };
    "chatbot.listTranscript": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Flow ID */
                flowId: string;
                /** @description Conversation ID */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptLinePage"];
                };
            };
        };
    };
    "chatbot.steerConversation": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Flow ID */
                flowId: string;
                /** @description Conversation ID */
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "pause"
                 *     }
                 */
                "application/json": components["schemas"]["ChatbotSteerConversationBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationAnswer"];
                };
            };
        };
    };
    "chatbot.getStats": {
        parameters: {
            query?: {
                /** @description ID of the app of your key, which is the default. GET /me answers the ID */
                appId?: string;
                /** @description Number of days, back from now (1-366) */
                days?: number;
                /** @description The nextCursor of the previous answer */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatbotStatsAnswer"];
                };
            };
        };
    };
    "me.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeAnswer"];
                };
            };
        };
    };
    "apps.getOwn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAppAnswer"];
                };
            };
        };
    };
    "apps.updateOwn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "corsOrigins": [
                 *         "https://app.example.com"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AppsUpdateOwnBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnAppAnswer"];
                };
            };
        };
    };
    "persons.export": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The person: an international phone number, a JID or a LID */
                phone: components["schemas"]["Person"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRequestAnswer"];
                };
            };
        };
    };
    "persons.erase": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The person: an international phone number, a JID or a LID */
                phone: components["schemas"]["Person"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRequestAnswer"];
                };
            };
        };
    };
    "persons.listRequests": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRequestPage"];
                };
            };
        };
    };
    "persons.getRequest": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the request */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonRequestAnswer"];
                };
            };
        };
    };
    "persons.listFiles": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description ID of the request */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonFilePage"];
                };
            };
        };
    };
}
