ALTER TABLE "campaign_recipients" ADD COLUMN IF NOT EXISTS "person_jid" text;--> statement-breakpoint
ALTER TABLE "campaign_recipients" ADD COLUMN IF NOT EXISTS "person_lid" text;--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "campaign_recipients_person" ON "campaign_recipients" USING btree ("campaign_id","person_jid") WHERE person_jid is not null;--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "campaign_recipients_person_lid" ON "campaign_recipients" USING btree ("campaign_id","person_lid") WHERE person_lid is not null;