CREATE TABLE "erased_files" (
	"key" text PRIMARY KEY NOT NULL,
	"erased_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "campaigns_file" ON "campaigns" USING btree ("media_key") WHERE media_key is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "events_message" ON "events" USING btree ("session_id",("data" ->> 'id')) WHERE type in ('message.received', 'message.from_phone', 'message.updated');--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "messages_file" ON "messages" USING btree (("media" ->> 'key')) WHERE media ->> 'state' = 'stored';