CREATE TABLE "whatsapp_version" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"learned" text,
	"learned_at" timestamp (3) with time zone,
	"chosen" text,
	"chosen_at" timestamp (3) with time zone,
	"refused" text,
	"refused_at" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	CONSTRAINT "whatsapp_version_single" CHECK ("whatsapp_version"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "banned_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "ban_cause" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "retry_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "refusals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "sessions_outdated" ON "sessions" USING btree ("id") WHERE reason = 'client_outdated';