CREATE TABLE "upload_slots" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"bytes" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "upload_slots" ADD CONSTRAINT "upload_slots_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "upload_slots_app" ON "upload_slots" USING btree ("app_id","expires_at");--> statement-breakpoint
CREATE INDEX "upload_slots_expired" ON "upload_slots" USING btree ("expires_at");