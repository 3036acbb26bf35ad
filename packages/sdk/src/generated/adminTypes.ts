// Generated from the OpenAPI document by `npm run openapi`. Do not edit.

export interface paths {
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all accounts, newest first
         * @description Includes suspended accounts.
         */
        get: operations["accounts.list"];
        put?: never;
        /**
         * Create an account, with its first app
         * @description The account is active at once. Create an API key for the app next.
         */
        post: operations["accounts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account
         * @description `suspendedAt` is null for an active account.
         */
        get: operations["accounts.get"];
        /**
         * Rename an account, or move it to another plan
         * @description Omitted fields stay unchanged. A smaller plan removes nothing, and refuses only additions above its limits. PATCH does the same.
         */
        put: operations["accounts.update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend an account
         * @description Within 10 s, requests with keys of the account get 403. The sessions stay connected and keep receiving.
         */
        post: operations["accounts.suspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a suspended account
         * @description Within 10 s, the keys of the account are accepted again. An active account stays as it is.
         */
        post: operations["accounts.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the usage of an account
         * @description Answers the messages and broadcasts of a calendar month in UTC, and the current number of apps and sessions.
         */
        get: operations["accounts.getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an account's apps, oldest first
         * @description Answers the apps of one account. An account has an app from its creation.
         */
        get: operations["apps.list"];
        put?: never;
        /**
         * Create another app of an account, within the limits of its plan
         * @description An app is a tenant: its keys see only its own data. Create an API key for the app next.
         */
        post: operations["apps.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/apps/{appId}": {
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
         * Delete an app and its keys
         * @description Delete its sessions first, because each must be unlinked from its phone.
         */
        delete: operations["apps.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/apps/{appId}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an app's keys, newest first
         * @description Includes revoked keys. The answer has the prefix of each key, and no secret.
         */
        get: operations["keys.list"];
        put?: never;
        /**
         * Create an API key
         * @description The key opens the API for one app, within the limits that you name: scopes, sessions, an end, and addresses. Only this answer contains the whole key.
         */
        post: operations["keys.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an API key with its limits
         * @description The answer has the prefix of the key, and no secret. A revoked key is answered too.
         */
        get: operations["keys.get"];
        /**
         * Change the name and the limits of an API key
         * @description Omitted fields stay unchanged, and null removes a limit. The change works immediately in the process that answers, and within 10 s in the others. PATCH does the same.
         */
        put: operations["keys.update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke an API key
         * @description The key is invalid for ever: immediately in the process that answers, and within 10 s in the others.
         */
        post: operations["keys.revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{keyId}/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke an API key, and create its replacement
         * @description The new key has another id, and the same name and limits. Only this answer contains the whole key.
         */
        post: operations["keys.regenerate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions of all tenants, newest first
         * @description Each session has its app, its account and its partition.
         */
        get: operations["sessions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the connectors with a recent heartbeat
         * @description Answers the load of each connector, the longest running first.
         */
        get: operations["connectors.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log, newest first
         * @description Each export and each erasure of a person has an entry with the key of its request, and an entry of its completion. The log has no numbers and no contents. Entries are kept for 90 days, also after the deletion of their app.
         */
        get: operations["audit.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/whatsapp-version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the version of WhatsApp Web that the fleet uses
         * @description WhatsApp refuses old versions (405). The connectors then read the current version from WhatsApp Web, and log in again.
         */
        get: operations["whatsappVersion.get"];
        /**
         * Set the version of WhatsApp Web for all new logins
         * @description The version takes precedence over each learned version until its deletion. Sessions with the reason `client_outdated` log in again. Connected sessions stay connected. PATCH does the same.
         */
        put: operations["whatsappVersion.set"];
        post?: never;
        /**
         * Take back the operator's version of WhatsApp Web
         * @description The fleet uses the newest known version again. Sessions with the reason `client_outdated` log in again. Without a version of the operator, the call changes nothing else.
         */
        delete: operations["whatsappVersion.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the operator's webhooks, newest first
         * @description Answers the webhooks of the operator without their secrets, and no webhook of an app.
         */
        get: operations["webhooks.list"];
        put?: never;
        /**
         * Create a webhook for the sessions of all accounts
         * @description The webhook receives `session.*` events of every account, except `session.qr`, whose code links a phone. Each body names the `app` and the `account` of the session. Only this answer shows the secret. There are 20 such webhooks at most.
         */
        post: operations["webhooks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook of the operator's
         * @description Answers the webhook without its secret. `disabledReason` says why a webhook is disabled.
         */
        get: operations["webhooks.get"];
        /**
         * Change the URL, the events, the headers or the secret of a webhook
         * @description Omitted fields stay unchanged. `enabled: true` enables a webhook that was disabled for any reason. A new `secret` takes effect at once: to keep the old secret for 24 hours, rotate the secret. PATCH does the same.
         */
        put: operations["webhooks.update"];
        post?: never;
        /**
         * Delete a webhook of the operator's
         * @description The delivery log is deleted, and pending deliveries are dropped.
         */
        delete: operations["webhooks.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/secret/rotate": {
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
         * @description For 24 hours the old secret signs too. Only this answer shows the new secret.
         */
        post: operations["webhooks.rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test payload to verify an endpoint
         * @description Posts a signed `webhook.test` event immediately, also to a disabled webhook, and answers the response of the endpoint.
         */
        post: operations["webhooks.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a webhook, newest first
         * @description Lists deliveries of the last 14 days with their attempts. The deliveries of a deleted session or app are deleted with its events.
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
    "/webhooks/{id}/deliveries/{deliveryId}/replay": {
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
         * @description The gateway posts the event again with the same IDs, and with all retries. The webhook must be enabled.
         */
        post: operations["webhooks.replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/replay": {
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
         * @description Includes the events that the webhook missed while it was disabled. A request works for 15 s at most; the same request again continues with the rest.
         */
        post: operations["webhooks.replayFailed"];
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
        /** @description A customer of the gateway, with a plan */
        Account: {
            /** @description Account ID */
            id: string;
            /** @description Name of the customer */
            name: string;
            plan: components["schemas"]["Plan"];
            /** @description Start of the suspension; null if the account is active */
            suspendedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
        };
        /** @description A successful answer */
        AccountAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Account"];
        };
        /** @description A page of a list */
        AccountPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Account"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Body of `accounts.create` */
        AccountsCreateBody: {
            /** @description Name of the customer (1-100 characters) */
            name: string;
            plan: components["schemas"]["Plan"];
            /**
             * @description Name of the first app (1-100 characters)
             * @default Default
             */
            appName?: string;
        };
        /** @description Body of `accounts.update` */
        AccountsUpdateBody: {
            /** @description Name of the customer (1-100 characters) */
            name?: string;
            plan?: components["schemas"]["Plan"];
        };
        /** @description A key of an app, without its secret */
        ApiKey: {
            /** @description ID of the key, not the key itself */
            id: string;
            /** @description ID of the app that the key opens */
            appId: string;
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
            /** @description Last use of the key, accurate to one minute; null if the key was never used */
            lastUsedAt: string | null;
            /** @description Time of the revocation; null if the key is valid */
            revokedAt: string | null;
        };
        /** @description A successful answer */
        ApiKeyAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["ApiKey"];
        };
        /** @description A page of a list */
        ApiKeyPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["ApiKey"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description A tenant, which sees only its own data */
        App: {
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
        };
        /** @description A successful answer */
        AppAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["App"];
        };
        /** @description A page of a list */
        AppPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["App"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description Body of `apps.create` */
        AppsCreateBody: {
            /** @description Name of the app (1-100 characters) */
            name: string;
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
         * @description `person.export` and `person.erase`: a caller requested the export or the erasure of a person. `person.exported` and `person.erased`: the gateway completed the request
         * @enum {string}
         */
        AuditAction: "person.export" | "person.exported" | "person.erase" | "person.erased";
        /** @description An entry of the audit log */
        AuditEntry: {
            /** @description ID of the entry */
            id: string;
            /**
             * Format: date-time
             * @description Time of the action
             */
            at: string;
            /** @description App of the object */
            appId: string;
            /** @description The origin of the action */
            actor: {
                /**
                 * @description `key`: a caller with an API key. `gateway`: the gateway itself
                 * @enum {string}
                 */
                type: "key" | "gateway";
                /** @description ID of the API key; null for the gateway */
                id: string | null;
            };
            action: components["schemas"]["AuditAction"];
            /** @description ID of the object */
            target: string;
        };
        /** @description A page of a list */
        AuditEntryPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["AuditEntry"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * @description Cause of a temporary ban. `sent_to_too_many_people`: too many messages to people who do not have the number. `blocked_by_users`: too many people blocked the account. `created_too_many_groups`: too many groups with people who do not have the number. `sent_too_many_same_message`: the same message too often. `broadcast_list`: too many messages to broadcast lists
         * @enum {string}
         */
        BanCause: "sent_to_too_many_people" | "blocked_by_users" | "created_too_many_groups" | "sent_too_many_same_message" | "broadcast_list" | "other";
        /** @description A connector, as its last heartbeat reported it */
        Connector: {
            /** @description Connector ID */
            id: string;
            /** @description Number of sessions that the connector holds */
            sessions: number;
            /** @description Most sessions that the connector should hold */
            capacity: number;
            /** @description Number of partitions that the connector leases */
            partitions: number;
            /** @description Resident memory of the process, in bytes */
            memoryBytes: number;
            /** @description Version of the code and of the configuration; null if the connector does not know it */
            release: string | null;
            /** @description True while the connector stops: it takes no more partitions */
            isLeaving: boolean;
            /**
             * Format: date-time
             * @description Start of the process
             */
            startedAt: string;
            /**
             * Format: date-time
             * @description Last heartbeat; a connector sends one every few seconds
             */
            heartbeatAt: string;
        };
        /** @description A successful answer */
        ConnectorListAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["Connector"][];
        };
        /** @description A version of WhatsApp Web with its time */
        DatedVersion: {
            /** @description Version of WhatsApp Web */
            version: string;
            /**
             * Format: date-time
             * @description Time of the record
             */
            at: string;
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
        /** @description One fault of a request */
        ErrorDetail: {
            /** @description Path of the field, or the name of the fact */
            path: string;
            /** @description The fault and the remedy */
            message: string;
        };
        /**
         * @description Name of an event. `webhook.test` is the event of a test, to which no webhook subscribes
         * @enum {string}
         */
        EventName: "message.received" | "message.from_phone" | "message.sent" | "message.delivered" | "message.read" | "message.updated" | "message.deleted" | "message.failed" | "poll.vote" | "session.connected" | "session.disconnected" | "session.qr" | "session.restricted" | "session.deleted" | "group.join" | "group.leave" | "group.update" | "campaign.completed" | "webhook.test";
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
        /** @description Body of `keys.create` */
        KeysCreateBody: {
            /** @description Purpose of the key (1-100 characters) */
            name: string;
            /** @description Actions that the key allows: `read`, `send` and `manage` (pairing, webhooks and all settings) */
            scopes?: ("read" | "send" | "manage")[];
            /** @description Sessions that the key opens; null for all sessions of the app */
            sessions?: string[] | null;
            /** @description End of the validity; null for a key that does not expire */
            expiresAt?: string | null;
            /** @description IP addresses and networks (CIDR) that may use the key; null for all */
            allowedIps?: (string)[] | null;
        };
        /** @description Body of `keys.update` */
        KeysUpdateBody: {
            /** @description Purpose of the key (1-100 characters) */
            name?: string;
            /** @description Actions that the key allows: `read`, `send` and `manage` (pairing, webhooks and all settings) */
            scopes?: ("read" | "send" | "manage")[];
            /** @description Sessions that the key opens; null for all sessions of the app */
            sessions?: string[] | null;
            /** @description End of the validity; null for a key that does not expire */
            expiresAt?: string | null;
            /** @description IP addresses and networks (CIDR) that may use the key; null for all */
            allowedIps?: (string)[] | null;
        };
        /** @description A new account, with the ID of its first app */
        NewAccount: {
            /** @description Account ID */
            id: string;
            /** @description Name of the customer */
            name: string;
            plan: components["schemas"]["Plan"];
            /** @description Start of the suspension; null if the account is active */
            suspendedAt: string | null;
            /**
             * Format: date-time
             * @description Time of the creation
             */
            createdAt: string;
            /** @description ID of the first app */
            appId: string;
        };
        /** @description A successful answer */
        NewAccountAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["NewAccount"];
        };
        /** @description A key with its secret, which no other answer shows */
        NewApiKey: {
            /** @description ID of the key, not the key itself */
            id: string;
            /** @description ID of the app that the key opens */
            appId: string;
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
            /** @description Last use of the key, accurate to one minute; null if the key was never used */
            lastUsedAt: string | null;
            /** @description Time of the revocation; null if the key is valid */
            revokedAt: string | null;
            /** @description The whole key, which only this response shows */
            key: string;
        };
        /** @description A successful answer */
        NewApiKeyAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["NewApiKey"];
        };
        /** @description A webhook of the operator with its secret, which no other answer shows */
        NewOperatorWebhook: {
            /** @description Webhook ID */
            id: string;
            /** @description Your endpoint, which receives the events */
            url: string;
            /** @description Names of the subscribed events; `*` stands for all events */
            events: string[];
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
        NewOperatorWebhookAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["NewOperatorWebhook"];
        };
        /** @description A session of any tenant, with its owner and its partition */
        OperatorSession: {
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
            /** @description ID of the account of the app */
            accountId: string;
            /** @description Partition of the session. The connector that leases the partition holds the session */
            partition: number;
        };
        /** @description The session logged in after the link, or again after a disconnection. */
        OperatorSessionConnectedEvent: {
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
            /** @description Id of the app that owns the session; null for a test */
            app: string | null;
            /** @description Id of the account of the app; null for a test */
            account: string | null;
        };
        /** @description A caller deleted the session with `DELETE /sessions/{id}`. The messages and campaigns of the session that had not ended fail. */
        OperatorSessionDeletedEvent: {
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
            /** @description Id of the app that owns the session; null for a test */
            app: string | null;
            /** @description Id of the account of the app; null for a test */
            account: string | null;
        };
        /** @description The session lost its connection. The session recovers by itself from `connection_lost`, and where `retryAt` has a time. Each other reason needs you. A ban whose end moves emits the event again. */
        OperatorSessionDisconnectedEvent: {
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
            /** @description Id of the app that owns the session; null for a test */
            app: string | null;
            /** @description Id of the account of the app; null for a test */
            account: string | null;
        };
        /** @description A page of a list */
        OperatorSessionPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["OperatorSession"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description WhatsApp set, changed or lifted a limit on the account of the session. The session stays connected. A limit that only reaches its `until` emits no event. */
        OperatorSessionRestrictedEvent: {
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
            /** @description Id of the app that owns the session; null for a test */
            app: string | null;
            /** @description Id of the account of the app; null for a test */
            account: string | null;
        };
        /** @description An endpoint of the operator that receives session events of all accounts, without its secret */
        OperatorWebhook: {
            /** @description Webhook ID */
            id: string;
            /** @description Your endpoint, which receives the events */
            url: string;
            /** @description Names of the subscribed events; `*` stands for all events */
            events: string[];
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
        OperatorWebhookAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["OperatorWebhook"];
        };
        /** @description A page of a list */
        OperatorWebhookPage: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            /** @description The items */
            data: components["schemas"]["OperatorWebhook"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** @description A caller tested the webhook with `POST /webhooks/{id}/test`. No list of events has this event. */
        OperatorWebhookTestEvent: {
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
            /** @description Id of the app that owns the session; null for a test */
            app: string | null;
            /** @description Id of the account of the app; null for a test */
            account: string | null;
        };
        /** @description The place of a page in its list */
        Pagination: {
            /** @description Most items of a page */
            limit: number;
            /** @description Cursor of the next page; null on the last page */
            nextCursor: string | null;
        };
        /**
         * @description Plan, which sets the limits of apps, sessions, messages and broadcasts. `self_hosted` has no limits
         * @enum {string}
         */
        Plan: "starter" | "pro" | "enterprise" | "self_hosted";
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
        /** @description Data of the event `session.deleted` */
        SessionDeletedData: {
            /** @description Id of the session */
            session: string;
            /** @description Name of the session */
            name: string;
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
        /**
         * @description `connecting`: the session waits for a scan, or reconnects. `disconnected`: the session needs an action, and `reason` says which
         * @enum {string}
         */
        SessionStatus: "connected" | "connecting" | "disconnected";
        /** @description The usage of an account in a month, with the limits of its plan */
        Usage: {
            /** @description Account ID */
            accountId: string;
            /** @description Month of messages and broadcast, in UTC */
            month: string;
            /** @description Messages of the month, over all apps */
            messages: components["schemas"]["UsedUnits"];
            /** @description Messages of campaigns in the month, over all apps */
            broadcast: components["schemas"]["UsedUnits"];
            /** @description Current number of apps */
            apps: components["schemas"]["UsedUnits"];
            /** @description Current number of sessions */
            sessions: components["schemas"]["UsedUnits"];
        };
        /** @description A successful answer */
        UsageAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["Usage"];
        };
        /** @description Used units, with the limit of the plan */
        UsedUnits: {
            /** @description Used units */
            used: number;
            /** @description Limit of the plan; null if unlimited */
            limit: number | null;
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
        /** @description Body of `webhooks.create` */
        WebhooksCreateBody: {
            /**
             * Format: uri
             * @description Your HTTPS endpoint, which receives POST requests. A private address and a URL with a user name are refused
             */
            url: string;
            /** @description Events of the sessions of all accounts. Use ["*"] for all of them */
            events: ("*" | "session.connected" | "session.disconnected" | "session.restricted" | "session.deleted")[];
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
            /** @description Events of the sessions of all accounts. Use ["*"] for all of them */
            events?: ("*" | "session.connected" | "session.disconnected" | "session.restricted" | "session.deleted")[];
            /** @description All headers of your own. A header with null keeps its stored value. A header that the object lacks is removed */
            headers?: {
                [key: string]: string | null;
            };
            /** @description Min 16 characters, spaces and Unicode included. Used to sign payloads with HMAC-SHA256, as UTF-8. If absent, the gateway creates a secret */
            secret?: string;
            /** @description False disables the webhook. True enables a webhook that was disabled for any reason */
            enabled?: boolean;
        };
        /** @description The version of WhatsApp Web that the fleet uses */
        WhatsAppVersion: {
            /** @description Version of new logins */
            version: string;
            /**
             * @description `operator`: set here. `learned`: WhatsApp Web names it. `built_in`: from Baileys
             * @enum {string}
             */
            source: "operator" | "learned" | "built_in";
            /** @description Version of Baileys in this release */
            builtIn: string;
            /** @description Newest version that WhatsApp Web has named */
            learned: components["schemas"]["DatedVersion"] | null;
            /** @description Version that the operator has set */
            chosen: components["schemas"]["DatedVersion"] | null;
            /** @description Last version that WhatsApp refused */
            refused: components["schemas"]["DatedVersion"] | null;
            /** @description Time at which a connector last asked WhatsApp Web */
            checkedAt: string | null;
            /** @description Number of sessions that rest with the reason `client_outdated` */
            outdatedSessions: number;
        };
        /** @description A successful answer */
        WhatsAppVersionAnswer: {
            /**
             * @description True in each success
             * @constant
             */
            success: true;
            data: components["schemas"]["WhatsAppVersion"];
        };
        /** @description Body of `whatsappVersion.set` */
        WhatsappVersionSetBody: {
            /** @description Version of WhatsApp Web */
            version: string;
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
    "accounts.list": {
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
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
        };
    };
    "accounts.create": {
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
                 *       "name": "Example Ltd",
                 *       "plan": "starter",
                 *       "appName": "Web shop"
                 *     }
                 */
                "application/json": components["schemas"]["AccountsCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccountAnswer"];
                };
            };
        };
    };
    "accounts.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Account ID */
                accountId: string;
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
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
        };
    };
    "accounts.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Account ID */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "Example Ltd",
                 *       "plan": "pro"
                 *     }
                 */
                "application/json": components["schemas"]["AccountsUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
        };
    };
    "accounts.suspend": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Account ID */
                accountId: string;
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
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
        };
    };
    "accounts.resume": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Account ID */
                accountId: string;
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
                    "application/json": components["schemas"]["AccountAnswer"];
                };
            };
        };
    };
    "accounts.getUsage": {
        parameters: {
            query?: {
                /** @description YYYY-MM, in UTC. Default: the current month */
                month?: string;
            };
            header?: never;
            path: {
                /** @description Account ID */
                accountId: string;
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
                    "application/json": components["schemas"]["UsageAnswer"];
                };
            };
        };
    };
    "apps.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Account ID */
                accountId: string;
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
                    "application/json": components["schemas"]["AppPage"];
                };
            };
        };
    };
    "apps.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Account ID */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Web shop"
                 *     }
                 */
                "application/json": components["schemas"]["AppsCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppAnswer"];
                };
            };
        };
    };
    "apps.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description App ID */
                appId: string;
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
    "keys.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description App ID */
                appId: string;
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
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
        };
    };
    "keys.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description App ID */
                appId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "production"
                 *     }
                 */
                "application/json": components["schemas"]["KeysCreateBody"];
            };
        };
        responses: {
            /** @description Success */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKeyAnswer"];
                };
            };
        };
    };
    "keys.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the key, not the key itself */
                keyId: string;
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
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
        };
    };
    "keys.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the key, not the key itself */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "scopes": [
                 *         "read"
                 *       ],
                 *       "expiresAt": null
                 *     }
                 */
                "application/json": components["schemas"]["KeysUpdateBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
        };
    };
    "keys.revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description ID of the key, not the key itself */
                keyId: string;
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
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
        };
    };
    "keys.regenerate": {
        parameters: {
            query?: never;
            header?: {
                /** @description A request that is repeated with the same key runs once. The repetition gets the first answer, with `Idempotent-Replayed: true`. Keys are kept for 24 h. Use a new key for each request. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description ID of the key, not the key itself */
                keyId: string;
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
                    "application/json": components["schemas"]["NewApiKeyAnswer"];
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
                /** @description Only sessions with this status */
                status?: components["schemas"]["SessionStatus"];
                /** @description Only sessions of this app */
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
                    "application/json": components["schemas"]["OperatorSessionPage"];
                };
            };
        };
    };
    "connectors.list": {
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
                    "application/json": components["schemas"]["ConnectorListAnswer"];
                };
            };
        };
    };
    "audit.list": {
        parameters: {
            query?: {
                /** @description Items per page (1-100) */
                limit?: number;
                /** @description `nextCursor` of the previous page. If absent, the answer is the first page */
                cursor?: string;
                /** @description Only entries of this app */
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
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
        };
    };
    "whatsappVersion.get": {
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
                    "application/json": components["schemas"]["WhatsAppVersionAnswer"];
                };
            };
        };
    };
    "whatsappVersion.set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": "2.3000.1043857760"
                 *     }
                 */
                "application/json": components["schemas"]["WhatsappVersionSetBody"];
            };
        };
        responses: {
            /** @description Success */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatsAppVersionAnswer"];
                };
            };
        };
    };
    "whatsappVersion.delete": {
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
                    "application/json": components["schemas"]["WhatsAppVersionAnswer"];
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
                    "application/json": components["schemas"]["OperatorWebhookPage"];
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
                 *       "url": "https://ops.example.com/vesper",
                 *       "events": [
                 *         "session.disconnected"
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
                    "application/json": components["schemas"]["NewOperatorWebhookAnswer"];
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
                    "application/json": components["schemas"]["OperatorWebhookAnswer"];
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
                    "application/json": components["schemas"]["OperatorWebhookAnswer"];
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
                    "application/json": components["schemas"]["NewOperatorWebhookAnswer"];
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
}
