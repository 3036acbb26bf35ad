CREATE TABLE "usernames" (
	"session_id" text NOT NULL,
	"lid" text NOT NULL,
	"username" text NOT NULL,
	CONSTRAINT "usernames_session_id_lid_pk" PRIMARY KEY("session_id","lid")
);
--> statement-breakpoint
ALTER TABLE "campaign_recipients" ADD COLUMN "username_key" text;--> statement-breakpoint
ALTER TABLE "list_recipients" ADD COLUMN "username_key" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "username_key" text;--> statement-breakpoint
ALTER TABLE "usernames" ADD CONSTRAINT "usernames_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usernames_name" ON "usernames" USING btree ("session_id",lower(username));