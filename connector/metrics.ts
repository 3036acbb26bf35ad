import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { METRICS, type MetricName } from '#shared/contracts/metrics.ts'
import type { Metrics } from '#shared/metrics.ts'

/** Buckets from a send on an open connection to a send that waited for a replaced host. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Values that are read when the metrics are collected. */
export interface Gauges {
  sessions(): number
  sessionsConnected(): number
  commandsInFlight(): number
  oldestCommandSeconds(): number
}

/** Metrics of a connector: as text for Prometheus, and once a minute for CloudWatch. */
export class ConnectorMetrics {
  readonly #registry = new Registry()
  readonly #received: Counter
  readonly #leaseMoves: Counter
  readonly #sendSeconds: Histogram
  readonly #since = { received: 0, leaseMoves: 0, sends: 0, sendSeconds: 0 }
  #gauges: Gauges | null = null

  constructor() {
    const registers = [this.#registry]
    this.#received = new Counter({ name: nameOf('received'), help: 'Messages received', registers })
    this.#leaseMoves = new Counter({
      name: nameOf('leaseMoves'),
      help: 'Partitions gained or lost',
      registers,
    })
    this.#sendSeconds = new Histogram({
      name: nameOf('sendSeconds'),
      help: 'From acceptance by the API to acceptance by WhatsApp',
      buckets: SECONDS,
      registers,
    })
  }

  /** Registers the gauges, whose values are read at each collection. */
  registerGauges(gauges: Gauges): void {
    this.#gauges = gauges
    const registers = [this.#registry]
    for (const key of [
      'sessions',
      'sessionsConnected',
      'commandsInFlight',
      'oldestCommandSeconds',
    ] as const) {
      const collect = function (this: Gauge) {
        this.set(gauges[key]())
      }
      new Gauge({ name: nameOf(key), help: METRICS[key], registers, collect })
    }
    const memory = function (this: Gauge) {
      this.set(process.memoryUsage.rss())
    }
    new Gauge({ name: nameOf('memoryBytes'), help: 'Resident memory', registers, collect: memory })
  }

  received(): void {
    this.#received.inc()
    this.#since.received += 1
  }

  leaseMoved(): void {
    this.#leaseMoves.inc()
    this.#since.leaseMoves += 1
  }

  sent(seconds: number): void {
    this.#sendSeconds.observe(seconds)
    this.#since.sends += 1
    this.#since.sendSeconds += seconds
  }

  /** Returns the metrics in Prometheus' text format. */
  async text(): Promise<string> {
    return await this.#registry.metrics()
  }

  /** Records the gauges, and the counts since the previous report. */
  report(metrics: Metrics): void {
    const { received, leaseMoves, sends, sendSeconds } = this.#since
    Object.assign(this.#since, { received: 0, leaseMoves: 0, sends: 0, sendSeconds: 0 })
    metrics.record({
      ...(this.#gauges && {
        [METRICS.sessions]: this.#gauges.sessions(),
        [METRICS.sessionsConnected]: this.#gauges.sessionsConnected(),
        [METRICS.commandsInFlight]: this.#gauges.commandsInFlight(),
        [METRICS.oldestCommandSeconds]: this.#gauges.oldestCommandSeconds(),
      }),
      [METRICS.received]: received,
      [METRICS.leaseMoves]: leaseMoves,
      [METRICS.memoryBytes]: process.memoryUsage.rss(),
      ...(sends > 0 && { [METRICS.sendSeconds]: sendSeconds / sends }),
    })
  }
}

function nameOf(key: Exclude<keyof typeof METRICS, 'namespace'>): string {
  const name: MetricName = METRICS[key]
  return `vesper${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
}
