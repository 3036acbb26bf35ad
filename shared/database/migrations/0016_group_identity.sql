ALTER TABLE "groups" ADD COLUMN "admin_changes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "messages_lid_author" ON "messages" USING btree ("session_id","participant") WHERE participant like '%@lid';--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "message_recipients_lid" ON "message_recipients" USING btree ("session_id","jid") WHERE jid like '%@lid';