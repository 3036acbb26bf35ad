CREATE TABLE "erased_files" (
	"key" text PRIMARY KEY NOT NULL,
	"erased_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upload_slots" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"bytes" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "flow_steps" DROP CONSTRAINT "flow_steps_app_id_apps_id_fk";
--> statement-breakpoint
ALTER TABLE "flow_versions" DROP CONSTRAINT "flow_versions_app_id_apps_id_fk";
--> statement-breakpoint
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_api_key_id_api_keys_id_fk";
--> statement-breakpoint
DROP INDEX "events_session";--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "recipient_lists" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "recipient_lists" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "preparing_by" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "upload_slots" ADD CONSTRAINT "upload_slots_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "upload_slots_app" ON "upload_slots" USING btree ("app_id","expires_at");--> statement-breakpoint
CREATE INDEX "upload_slots_expired" ON "upload_slots" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "campaigns_deleted" ON "campaigns" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "campaigns_file" ON "campaigns" USING btree ("media_key") WHERE media_key is not null;--> statement-breakpoint
CREATE INDEX "recipient_lists_deleted" ON "recipient_lists" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "flows_deleted" ON "flows" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "flows_session" ON "flows" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "events_session_order" ON "events" USING btree ("session_id","seq");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "events_message" ON "events" USING btree ("session_id",("data" ->> 'id')) WHERE type in ('message.received', 'message.from_phone', 'message.updated');--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "messages_file" ON "messages" USING btree (("media" ->> 'key')) WHERE media ->> 'state' = 'stored';--> statement-breakpoint
CREATE INDEX "sessions_deleted" ON "sessions" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "apps_deleted" ON "apps" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "webhooks_deleted" ON "webhooks" USING btree ("deleted_at") WHERE deleted_at is not null;--> statement-breakpoint
UPDATE "recipient_lists" SET "size" = (SELECT count(*) FROM "list_recipients" WHERE "list_id" = "recipient_lists"."id");--> statement-breakpoint
UPDATE "campaigns" SET "size" = (SELECT count(*) FROM "campaign_recipients" WHERE "campaign_id" = "campaigns"."id") WHERE "status" <> 'completed';
