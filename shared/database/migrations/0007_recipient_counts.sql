ALTER TABLE "campaigns" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "recipient_lists" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "recipient_lists" SET "size" = (SELECT count(*) FROM "list_recipients" WHERE "list_id" = "recipient_lists"."id");--> statement-breakpoint
UPDATE "campaigns" SET "size" = (SELECT count(*) FROM "campaign_recipients" WHERE "campaign_id" = "campaigns"."id") WHERE "status" <> 'completed';
