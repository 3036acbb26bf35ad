export const BUILD_FILE: 'build.json'

export function freshBuild(options: { project: string; builds: string; build(): void }): Promise<string>

export function digestOf(file: string): Promise<string>
