CREATE TABLE "audit_log" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"app_id" text NOT NULL,
	"actor" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"target" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_request_files" (
	"request_id" text NOT NULL,
	"position" integer NOT NULL,
	"app_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"size" bigint,
	CONSTRAINT "person_request_files_request_id_position_pk" PRIMARY KEY("request_id","position")
);
--> statement-breakpoint
CREATE TABLE "person_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"person" text,
	"jids" text[] DEFAULT '{}' NOT NULL,
	"place" jsonb NOT NULL,
	"prepared_at" timestamp (3) with time zone,
	"records" integer DEFAULT 0 NOT NULL,
	"parts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "erased_files" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "person_request_files" ADD CONSTRAINT "person_request_files_request_id_person_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."person_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_requests" ADD CONSTRAINT "person_requests_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at","seq");--> statement-breakpoint
CREATE INDEX "audit_log_app" ON "audit_log" USING btree ("app_id","at","seq");--> statement-breakpoint
CREATE INDEX "person_requests_app" ON "person_requests" USING btree ("app_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_requests_running" ON "person_requests" USING btree ("app_id","kind","person") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "person_requests_expired" ON "person_requests" USING btree ("expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "events_app_order" ON "events" USING btree ("app_id","seq");--> statement-breakpoint
CREATE INDEX "erased_files_request" ON "erased_files" USING btree ("request_id") WHERE request_id is not null;--> statement-breakpoint
-- The statement locks all of "events" until the migration commits. Nothing slow follows.
ALTER TABLE "events" ALTER COLUMN "app_id" DROP NOT NULL;
