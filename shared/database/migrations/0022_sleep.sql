CREATE TABLE "sleep" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"swept_at" timestamp (3) with time zone,
	"unused_since" timestamp (3) with time zone,
	"parked_since" timestamp (3) with time zone,
	"asleep_since" timestamp (3) with time zone,
	CONSTRAINT "sleep_single" CHECK ("sleep"."id" = 1)
);
--> statement-breakpoint
-- By hand: the row of the gateway.
INSERT INTO "sleep" ("id") VALUES (1) ON CONFLICT DO NOTHING;