CREATE TABLE "flow_run_entries" (
	"run_id" text NOT NULL,
	"number" integer NOT NULL,
	"app_id" text NOT NULL,
	"kind" text NOT NULL,
	"step_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"event_id" text,
	"pending" boolean NOT NULL,
	CONSTRAINT "flow_run_entries_run_id_number_pk" PRIMARY KEY("run_id","number")
);
--> statement-breakpoint
CREATE TABLE "flow_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"app_id" text NOT NULL,
	"flow_id" text NOT NULL,
	"version_id" text NOT NULL,
	"session_id" text NOT NULL,
	"chat" text NOT NULL,
	"status" text NOT NULL,
	"step_id" text,
	"due_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"turn" integer NOT NULL,
	"state" jsonb NOT NULL,
	"error" text,
	"entries" integer NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "flow_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"app_id" text NOT NULL,
	"flow_id" text NOT NULL,
	"type" text NOT NULL,
	"name" text,
	"config" jsonb NOT NULL,
	"connections" jsonb NOT NULL,
	"position" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flow_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"flow_id" text NOT NULL,
	"number" integer NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flows" (
	"id" text PRIMARY KEY NOT NULL,
	"app_id" text NOT NULL,
	"session_id" text,
	"name" text NOT NULL,
	"trigger_type" text NOT NULL,
	"trigger_value" jsonb NOT NULL,
	"enabled" boolean NOT NULL,
	"start_step_id" text,
	"published_version_id" text,
	"published_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "flow_run_entries" ADD CONSTRAINT "flow_run_entries_run_id_flow_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."flow_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_runs" ADD CONSTRAINT "flow_runs_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_runs" ADD CONSTRAINT "flow_runs_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_runs" ADD CONSTRAINT "flow_runs_version_id_flow_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."flow_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_runs" ADD CONSTRAINT "flow_runs_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_steps" ADD CONSTRAINT "flow_steps_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_steps" ADD CONSTRAINT "flow_steps_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_versions" ADD CONSTRAINT "flow_versions_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_versions" ADD CONSTRAINT "flow_versions_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "flow_run_entries_event" ON "flow_run_entries" USING btree ("event_id") WHERE event_id is not null;--> statement-breakpoint
CREATE INDEX "flow_run_entries_pending" ON "flow_run_entries" USING btree ("run_id","number") WHERE pending;--> statement-breakpoint
CREATE UNIQUE INDEX "flow_runs_live" ON "flow_runs" USING btree ("session_id","chat") WHERE status in ('active', 'paused');--> statement-breakpoint
CREATE INDEX "flow_runs_flow" ON "flow_runs" USING btree ("flow_id","seq");--> statement-breakpoint
CREATE INDEX "flow_runs_chat" ON "flow_runs" USING btree ("session_id","chat");--> statement-breakpoint
CREATE INDEX "flow_runs_app" ON "flow_runs" USING btree ("app_id","started_at");--> statement-breakpoint
CREATE INDEX "flow_runs_version" ON "flow_runs" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "flow_runs_due" ON "flow_runs" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "flow_runs_expiring" ON "flow_runs" USING btree ("expires_at") WHERE status in ('active', 'paused');--> statement-breakpoint
CREATE INDEX "flow_runs_ended" ON "flow_runs" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "flow_steps_flow" ON "flow_steps" USING btree ("flow_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "flow_versions_number" ON "flow_versions" USING btree ("flow_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "flows_published" ON "flows" USING btree ("session_id") WHERE published_version_id is not null;--> statement-breakpoint
CREATE INDEX "flows_app" ON "flows" USING btree ("app_id","created_at","id");