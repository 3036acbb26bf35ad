ALTER TABLE "connectors" ADD COLUMN "release" text;--> statement-breakpoint
ALTER TABLE "connectors" ADD COLUMN "is_leaving" boolean DEFAULT false NOT NULL;