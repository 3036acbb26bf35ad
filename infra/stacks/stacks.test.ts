// One file for vitest: loading the CDK and synthesizing the stacks take seconds, and are done once.
import './assertions/alarms.ts'
import './assertions/data.ts'
import './assertions/environment.ts'
import './assertions/fleet.ts'
import './assertions/http.ts'
