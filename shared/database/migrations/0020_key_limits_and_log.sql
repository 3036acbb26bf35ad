-- Written by hand: a constant default rewrites no row. Earlier events get 0, and thus come first in the log, in the order of seq.
ALTER TABLE "events" ADD COLUMN "xid" xid8 DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ALTER COLUMN "xid" SET DEFAULT pg_current_xact_id();--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "scopes" text[] DEFAULT '{"read","send","manage"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "sessions" text[];--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "allowed_ips" text[];--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "cors_origins" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "events_app_log" ON "events" USING btree ("app_id","xid","seq");--> statement-breakpoint
CREATE INDEX "apps_origins" ON "apps" USING gin ("cors_origins");