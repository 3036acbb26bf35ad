ALTER TABLE "api_keys" ADD COLUMN "scopes" text[] DEFAULT '{"read","send","manage"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "sessions" text[];--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "allowed_ips" text[];--> statement-breakpoint
ALTER TABLE "apps" ADD COLUMN "cors_origins" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "apps_origins" ON "apps" USING gin ("cors_origins");