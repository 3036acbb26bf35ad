CREATE TYPE "public"."message_status" AS ENUM('PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED');--> statement-breakpoint
CREATE TABLE "contacts" (
	"session_id" text NOT NULL,
	"jid" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "contacts_session_id_jid_pk" PRIMARY KEY("session_id","jid")
);
--> statement-breakpoint
CREATE TABLE "connectors" (
	"id" text PRIMARY KEY NOT NULL,
	"sessions" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "partitions" (
	"id" integer PRIMARY KEY NOT NULL,
	"owner" text,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "lid_mappings" (
	"session_id" text NOT NULL,
	"lid" text NOT NULL,
	"phone_jid" text NOT NULL,
	CONSTRAINT "lid_mappings_session_id_lid_pk" PRIMARY KEY("session_id","lid")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"session_id" text NOT NULL,
	"id" text NOT NULL,
	"sender" text NOT NULL,
	"app_id" text NOT NULL,
	"seq" bigserial NOT NULL,
	"remote_jid" text NOT NULL,
	"from_me" boolean NOT NULL,
	"participant" text,
	"type" text NOT NULL,
	"content" jsonb NOT NULL,
	"media" jsonb,
	"payload" "bytea",
	"status" "message_status" NOT NULL,
	"error" text,
	"source" text NOT NULL,
	"push_name" text,
	"timestamp" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"requeued_at" timestamp (3) with time zone,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_session_id_id_sender_pk" PRIMARY KEY("session_id","id","sender")
);
--> statement-breakpoint
CREATE TABLE "message_recipients" (
	"session_id" text NOT NULL,
	"message_id" text NOT NULL,
	"sender" text DEFAULT 'me' NOT NULL,
	"jid" text NOT NULL,
	"status" "message_status" NOT NULL,
	CONSTRAINT "message_recipients_session_id_message_id_jid_pk" PRIMARY KEY("session_id","message_id","jid")
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"input" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"result" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"session_id" text NOT NULL,
	"hash" text NOT NULL,
	"value" "bytea" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"processed_at" timestamp (3) with time zone,
	CONSTRAINT "inbox_session_id_hash_pk" PRIMARY KEY("session_id","hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"name" text NOT NULL,
	"partition" integer NOT NULL,
	"intent" text DEFAULT 'run' NOT NULL,
	"run" text NOT NULL,
	"sync_history" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'connecting' NOT NULL,
	"reason" text,
	"phone" text,
	"lid" text,
	"push_name" text,
	"paired_at" timestamp (3) with time zone,
	"connected_at" timestamp (3) with time zone,
	"qr" text,
	"qr_expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "whatsapp_creds" (
	"session_id" text PRIMARY KEY NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"value" "bytea"
);
--> statement-breakpoint
CREATE TABLE "whatsapp_keys" (
	"session_id" text NOT NULL,
	"type" text NOT NULL,
	"id" text NOT NULL,
	"value" "bytea" NOT NULL,
	CONSTRAINT "whatsapp_keys_session_id_type_id_pk" PRIMARY KEY("session_id","type","id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"plan" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "apps" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lid_mappings" ADD CONSTRAINT "lid_mappings_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_recipients" ADD CONSTRAINT "message_recipients_session_id_message_id_sender_messages_session_id_id_sender_fk" FOREIGN KEY ("session_id","message_id","sender") REFERENCES "public"."messages"("session_id","id","sender") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_partition_partitions_id_fk" FOREIGN KEY ("partition") REFERENCES "public"."partitions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "whatsapp_creds" ADD CONSTRAINT "whatsapp_creds_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "whatsapp_keys" ADD CONSTRAINT "whatsapp_keys_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "apps" ADD CONSTRAINT "apps_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lid_mappings_phone" ON "lid_mappings" USING btree ("session_id","phone_jid");--> statement-breakpoint
CREATE INDEX "messages_history" ON "messages" USING btree ("session_id","timestamp","seq");--> statement-breakpoint
CREATE INDEX "messages_chat" ON "messages" USING btree ("session_id","remote_jid","timestamp","seq");--> statement-breakpoint
CREATE INDEX "messages_payload" ON "messages" USING btree ("created_at") WHERE payload is not null;--> statement-breakpoint
CREATE INDEX "messages_media_pending" ON "messages" USING btree ("session_id") WHERE media ->> 'state' = 'pending';--> statement-breakpoint
CREATE INDEX "messages_pending" ON "messages" USING btree ("expires_at") WHERE status = 'PENDING';--> statement-breakpoint
CREATE INDEX "requests_created" ON "requests" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "requests_session" ON "requests" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "inbox_unprocessed" ON "inbox" USING btree ("session_id","received_at") WHERE processed_at is null;--> statement-breakpoint
CREATE INDEX "inbox_processed" ON "inbox" USING btree ("processed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_app_name" ON "sessions" USING btree ("app_id","name") WHERE intent <> 'delete';--> statement-breakpoint
CREATE INDEX "sessions_app_created" ON "sessions" USING btree ("app_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sessions_partition" ON "sessions" USING btree ("partition");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_prefix" ON "api_keys" USING btree ("prefix");--> statement-breakpoint
CREATE INDEX "api_keys_app" ON "api_keys" USING btree ("app_id");--> statement-breakpoint
CREATE INDEX "apps_account" ON "apps" USING btree ("account_id");