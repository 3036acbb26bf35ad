CREATE TYPE "public"."campaign_recipient_status" AS ENUM('pending', 'sent', 'delivered', 'read', 'failed', 'skipped');--> statement-breakpoint
CREATE TABLE "campaign_recipients" (
	"campaign_id" text NOT NULL,
	"app_id" text NOT NULL,
	"position" integer NOT NULL,
	"phone" text NOT NULL,
	"name" text,
	"surname" text,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" "campaign_recipient_status" DEFAULT 'pending' NOT NULL,
	"error" text,
	"message_id" text,
	"accepted_at" timestamp (3) with time zone,
	CONSTRAINT "campaign_recipients_campaign_id_position_pk" PRIMARY KEY("campaign_id","position")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"session_id" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"content" jsonb NOT NULL,
	"media_key" text,
	"pacing" jsonb NOT NULL,
	"typing" boolean NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"scheduled_at" timestamp (3) with time zone,
	"step" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"accepted" integer DEFAULT 0 NOT NULL,
	"typing_to" integer,
	"charged_month" text,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_recipients" (
	"list_id" text NOT NULL,
	"app_id" text NOT NULL,
	"seq" bigserial NOT NULL,
	"phone" text NOT NULL,
	"name" text,
	"surname" text,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "list_recipients_list_id_phone_pk" PRIMARY KEY("list_id","phone")
);
--> statement-breakpoint
CREATE TABLE "recipient_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "campaign_recipients" ADD CONSTRAINT "campaign_recipients_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_recipients" ADD CONSTRAINT "list_recipients_list_id_recipient_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."recipient_lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipient_lists" ADD CONSTRAINT "recipient_lists_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "campaign_recipients_once" ON "campaign_recipients" USING btree ("campaign_id","phone");--> statement-breakpoint
CREATE INDEX "campaign_recipients_status" ON "campaign_recipients" USING btree ("campaign_id","status","position");--> statement-breakpoint
CREATE INDEX "campaign_recipients_message" ON "campaign_recipients" USING btree ("message_id") WHERE message_id is not null;--> statement-breakpoint
CREATE INDEX "campaigns_app" ON "campaigns" USING btree ("app_id","created_at","id");--> statement-breakpoint
CREATE INDEX "campaigns_due" ON "campaigns" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "campaigns_paused" ON "campaigns" USING btree ("session_id") WHERE status = 'paused';--> statement-breakpoint
CREATE INDEX "list_recipients_order" ON "list_recipients" USING btree ("list_id","seq");--> statement-breakpoint
CREATE INDEX "recipient_lists_app" ON "recipient_lists" USING btree ("app_id","created_at","id");