DROP INDEX "flows_published";--> statement-breakpoint
CREATE UNIQUE INDEX "flows_published" ON "flows" USING btree ("session_id") WHERE published_version_id is not null and enabled;