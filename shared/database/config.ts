/**
 * Removes the `PG*` variables from the environment of this process. Neon's driver reads them in addition to the connection string,
 * so that PGOPTIONS, PGSSLMODE or PGAPPNAME of a developer's shell would affect our connections.
 */
export function ignoreShellSettings(): void {
  for (const name of Object.keys(process.env)) if (/^PG[A-Z]+$/.test(name)) delete process.env[name]
}
