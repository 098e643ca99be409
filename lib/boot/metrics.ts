import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PictureSource } from '#lib/cache/picture-source.ts';
import type { RenderQueue } from '#lib/cache/render-queue.ts';
import type { PictureCache } from '#lib/cache/tiers.ts';
import type { RenderLane } from '#lib/delivery/picture.ts';

type MetricsParts = {
  cache: PictureCache;
  source: PictureSource;
  queue: RenderQueue<RenderLane>;
};

export type Metrics = {
  /** Counts an answer of the picture lane. Cheap enough for every cached picture. */
  observe(status: number, from: string, seconds: number): void;
  /** Counts a finished render. */
  rendered(lane: RenderLane, seconds: number): void;
  /** Pictures answered since the start, by where their bytes came from; failures are not among them. */
  served(): Record<string, number>;
  /** All answers since the start, by status. */
  statuses(): Record<string, number>;
  text(): Promise<{ contentType: string; text: string }>;
};

/** Prometheus metrics of this process. */
export function createMetrics(): Metrics & { watch(parts: MetricsParts): void } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();

  // Plain sums on the hot path; they become labelled samples only when somebody asks.
  const answers = new Map<string, { count: number; seconds: number }>();
  const requests = new Counter({
    name: 'emulsion_picture_requests_total',
    labelNames: ['status', 'from'] as const,
    help: 'Answers of the picture lane by status and by where the bytes came from',
    registers: [registry],
  });
  const seconds = new Counter({
    name: 'emulsion_picture_seconds_total',
    labelNames: ['status', 'from'] as const,
    help: 'Seconds spent on answers of the picture lane',
    registers: [registry],
  });
  const renders = new Histogram({
    name: 'emulsion_render_seconds',
    help: 'Seconds that making a picture took, without waiting',
    labelNames: ['lane'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const cacheBytes = new Gauge({
    name: 'emulsion_cache_bytes',
    help: 'Bytes held by a tier of the picture cache',
    labelNames: ['tier'] as const,
    registers: [registry],
  });
  const cacheEntries = new Gauge({
    name: 'emulsion_cache_entries',
    help: 'Entries held by a tier of the picture cache',
    labelNames: ['tier'] as const,
    registers: [registry],
  });
  const queued = new Gauge({
    name: 'emulsion_render_queue',
    help: 'Pictures being made or waiting to be made',
    labelNames: ['lane', 'state'] as const,
    registers: [registry],
  });
  const turnedAway = new Gauge({
    name: 'emulsion_render_rejected',
    help: 'Pictures turned away with 503 since the start',
    labelNames: ['lane'] as const,
    registers: [registry],
  });
  const flights = new Gauge({
    name: 'emulsion_pictures_awaited',
    help: 'Different pictures that requests are waiting for',
    registers: [registry],
  });
  const loopDelay = new Gauge({
    name: 'emulsion_event_loop_delay_p99_seconds',
    help: 'Event loop delay, 99th percentile since the last scrape',
    registers: [registry],
  });
  let parts: MetricsParts | undefined;

  function collect(): void {
    requests.reset();
    seconds.reset();
    for (const [key, sums] of answers) {
      const [status = '', from = ''] = key.split(' ');
      requests.inc({ status, from }, sums.count);
      seconds.inc({ status, from }, sums.seconds);
    }
    loopDelay.set(delay.percentile(99) / 1e9);
    delay.reset();
    if (!parts) return;
    const { memory, shared } = parts.cache.stats();
    for (const [tier, { bytes, entries }] of Object.entries({ memory, ...shared })) {
      cacheBytes.set({ tier }, bytes);
      cacheEntries.set({ tier }, entries);
    }
    for (const [lane, stats] of Object.entries(parts.queue.stats())) {
      queued.set({ lane, state: 'active' }, stats.active);
      queued.set({ lane, state: 'waiting' }, stats.queued);
      turnedAway.set({ lane }, stats.rejected);
    }
    flights.set(parts.source.active());
  }

  return {
    watch(watched) {
      parts = watched;
    },
    observe(status, from, elapsed) {
      const key = `${status} ${from}`;
      const sums = answers.get(key);
      if (sums) {
        sums.count += 1;
        sums.seconds += elapsed;
      } else answers.set(key, { count: 1, seconds: elapsed });
    },
    rendered(lane, elapsed) {
      renders.observe({ lane }, elapsed);
    },
    served() {
      const sums: Record<string, number> = {};
      for (const [key, { count }] of answers) {
        const [status, from = ''] = key.split(' ');
        if (status === '200' || status === '206') sums[from] = (sums[from] ?? 0) + count;
      }
      return sums;
    },
    statuses() {
      const sums: Record<string, number> = {};
      for (const [key, { count }] of answers) {
        const [status = ''] = key.split(' ');
        sums[status] = (sums[status] ?? 0) + count;
      }
      return sums;
    },
    async text() {
      collect();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
