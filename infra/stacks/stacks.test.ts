// All assertions share one file of vitest, because loading the CDK and synthesizing the stacks take seconds.
import './assertions/alarms.ts'
import './assertions/data.ts'
import './assertions/edge.ts'
import './assertions/environment.ts'
import './assertions/fleet.ts'
import './assertions/http.ts'
import './assertions/options.ts'
import './assertions/stages.ts'
