/**
 * Removes the `PG*` variables from this process's environment. Neon's driver reads them beside the connection string: PGOPTIONS,
 * PGSSLMODE or PGAPPNAME of a developer's shell would reach our database.
 */
export function ignoreShellSettings(): void {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]+$/.test(name)) delete process.env[name]
}
