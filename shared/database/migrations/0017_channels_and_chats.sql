CREATE TABLE "chats" (
	"session_id" text NOT NULL,
	"jid" text NOT NULL,
	"ephemeral_seconds" integer NOT NULL,
	"ephemeral_at" bigint NOT NULL,
	CONSTRAINT "chats_session_id_jid_pk" PRIMARY KEY("session_id","jid")
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "preview" "bytea";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "receive_status" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;