CREATE TABLE "groups" (
	"session_id" text NOT NULL,
	"id" text NOT NULL,
	"subject" text NOT NULL,
	"description" text,
	"owner" text,
	"created_at" timestamp (3) with time zone,
	"announce" boolean NOT NULL,
	"locked" boolean NOT NULL,
	"ephemeral_seconds" integer NOT NULL,
	"join_approval" boolean NOT NULL,
	"addressing_mode" text NOT NULL,
	"members" jsonb NOT NULL,
	"size" integer NOT NULL,
	"invite_code" text,
	"synced_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "groups_session_id_id_pk" PRIMARY KEY("session_id","id")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "groups_synced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;