CREATE TABLE "message_answers" (
	"session_id" text NOT NULL,
	"message_id" text NOT NULL,
	"message_sender" text NOT NULL,
	"voter" text NOT NULL,
	"choices" text[] NOT NULL,
	"guests" integer,
	"answered_at" bigint NOT NULL,
	CONSTRAINT "message_answers_session_id_message_id_message_sender_voter_pk" PRIMARY KEY("session_id","message_id","message_sender","voter")
);
--> statement-breakpoint
CREATE TABLE "late_changes" (
	"session_id" text NOT NULL,
	"target_id" text NOT NULL,
	"sender" text NOT NULL,
	"id" text NOT NULL,
	"remote_jid" text NOT NULL,
	"value" "bytea" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "late_changes_session_id_target_id_sender_id_pk" PRIMARY KEY("session_id","target_id","sender","id")
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "secret" "bytea";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "edit_timestamp" bigint;--> statement-breakpoint
ALTER TABLE "message_answers" ADD CONSTRAINT "message_answers_session_id_message_id_message_sender_messages_session_id_id_sender_fk" FOREIGN KEY ("session_id","message_id","message_sender") REFERENCES "public"."messages"("session_id","id","sender") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "late_changes" ADD CONSTRAINT "late_changes_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "late_changes_session" ON "late_changes" USING btree ("session_id","received_at");--> statement-breakpoint
CREATE INDEX "late_changes_received" ON "late_changes" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "events_poll_votes" ON "events" USING btree ("session_id",("data" ->> 'id')) WHERE type = 'poll.vote';