CREATE TABLE "broadcast_settings" (
	"app_id" text PRIMARY KEY NOT NULL,
	"stop_words" text[],
	"start_words" text[],
	"stop_phrases" text[],
	"start_phrases" text[],
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "broadcast_suppressions" (
	"app_id" text NOT NULL,
	"person" text NOT NULL,
	"phone" text NOT NULL,
	"source" text NOT NULL,
	"reason" text,
	"session_id" text,
	"message_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "broadcast_suppressions_app_id_person_pk" PRIMARY KEY("app_id","person")
);
--> statement-breakpoint
ALTER TABLE "broadcast_settings" ADD CONSTRAINT "broadcast_settings_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_suppressions" ADD CONSTRAINT "broadcast_suppressions_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "broadcast_suppressions_order" ON "broadcast_suppressions" USING btree ("app_id","created_at","person");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "campaign_recipients_contacted" ON "campaign_recipients" USING btree ("app_id","phone") WHERE accepted_at is not null;