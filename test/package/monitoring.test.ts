import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { call, post, startHttp } from '../support/http.ts'
import { ROOT } from '../support/root.ts'

const read = (path: string) => readFile(join(ROOT, 'deploy', path), 'utf8')

const rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^ApifyAgentTools\w+$/),
          expr: z.string(),
          for: z.string().regex(/^\d+m$/),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
})

const position = z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() })
const panel = z.looseObject({
  id: z.int(),
  title: z.string(),
  type: z.enum(['timeseries', 'stat']),
  /** The variable of the dashboard. */
  datasource: z.strictObject({
    type: z.literal('prometheus'),
    uid: z.string().regex(/^\$\{datasource\}$/),
  }),
  gridPos: position,
  targets: z.array(z.looseObject({ refId: z.string(), expr: z.string() })).min(1),
})
const dashboard = z.looseObject({
  title: z.string(),
  uid: z.string(),
  schemaVersion: z.int(),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string() })) }),
  panels: z.array(panel),
})

const readRules = async () =>
  rules
    .parse(parse(await read('prometheus-rules.yml')))
    .groups.flatMap(({ rules: alerts }) => alerts)
const readDashboard = async () => dashboard.parse(JSON.parse(await read('grafana-dashboard.json')))

/** What Prometheus itself adds to each address that it reads. */
const OWN = { metrics: ['up'], labels: ['job', 'instance'] }
/** Functions and words of PromQL that the files use. */
const PROMQL = 'sum rate increase topk histogram_quantile by and label_values'.split(' ')

/** Returns the names in an expression: of metrics, of labels, and all that is in neither place. */
function namesIn(expr: string) {
  const bare = expr.replace(/"[^"]*"/g, '""').replace(/\[[^\]]*\]/g, '')
  const grouped = [...bare.matchAll(/\bby \(([^)]*)\)/g)].map(([, names = '']) => names)
  const matched = [...bare.matchAll(/\{([^}]*)\}/g)].map(([, names = '']) => names)
  const words = (text: string) => text.match(/\b[a-z_]\w*\b/g) ?? []
  const outside = bare.replace(/\bby \([^)]*\)/g, ' ').replace(/\{[^}]*\}/g, ' ')
  return {
    labels: [...grouped, ...matched].flatMap(words),
    metrics: words(outside).filter((word) => !PROMQL.includes(word)),
  }
}

describe('what watches the server', () => {
  const known = { metrics: new Set<string>(OWN.metrics), labels: new Set<string>(OWN.labels) }

  beforeAll(async () => {
    const ends: (() => Promise<void>)[] = []
    const { url, base } = await startHttp({
      args: ['--local'],
      onEnd: (end) => void ends.push(end),
    })
    await (await post(url, call(1, 'whoami'))).text()
    for (const line of (await (await fetch(`${base}/metrics`)).text()).split('\n')) {
      const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? []
      if (name === undefined) continue
      known.metrics.add(name)
      for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.labels.add(label)
    }
    return async () => void (await Promise.all(ends.map((end) => end())))
  })

  /** Expects the server to show each metric and label of an expression. */
  function expectKnown(expr: string): void {
    const { metrics, labels } = namesIn(expr)
    expect(metrics).not.toEqual([])
    expect(metrics.filter((name) => !known.metrics.has(name))).toEqual([])
    expect(labels.filter((name) => !known.labels.has(name))).toEqual([])
    for (const [open, close] of ['()', '{}', '[]'])
      expect(expr.split(open ?? '')).toHaveLength(expr.split(close ?? '').length)
  }

  it('reads the address at which the server shows its metrics, and has the rules', async () => {
    const { scrape_configs: jobs, rule_files: files } = z
      .looseObject({
        rule_files: z.array(z.string()),
        scrape_configs: z.array(
          z.strictObject({
            job_name: z.string(),
            metrics_path: z.literal('/metrics'),
            static_configs: z.array(z.strictObject({ targets: z.array(z.string()) })),
          }),
        ),
      })
      .parse(parse(await read('prometheus.yml')))
    expect(files).toEqual(['prometheus-rules.yml'])
    expect(jobs.map(({ job_name }) => job_name)).toEqual(['apify-agent-tools'])
    expect(jobs[0]?.static_configs[0]?.targets).toEqual(['127.0.0.1:3000'])
    for (const { expr } of await readRules())
      for (const [, job] of expr.matchAll(/job="([^"]*)"/g)) expect(job).toBe(jobs[0]?.job_name)
  })

  it('alerts about metrics that the server shows', async () => {
    const alerts = await readRules()
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
    for (const { expr } of alerts) expectKnown(expr)
  })

  it('shows metrics of the server in a dashboard', async () => {
    const { panels, templating } = await readDashboard()
    expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job'])
    for (const { targets } of panels) for (const { expr } of targets) expectKnown(expr)
    const shown = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => namesIn(expr).metrics),
    )
    const own = [...known.metrics].filter((name) =>
      /^apify_agent_tools_.*(?<!_sum|_count)$/.test(name),
    )
    expect(own.filter((name) => !shown.includes(name))).toEqual([])
  })

  it('lays out the panels side by side', async () => {
    const { panels } = await readDashboard()
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)}/${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
  })

  it('has its metrics in the docs', async () => {
    const docs = await readFile(join(ROOT, 'docs/http.md'), 'utf8')
    const own = [...known.metrics].filter((name) => name.startsWith('apify_agent_tools_'))
    for (const name of own)
      expect(docs).toContain(`\`${name.replace(/_(?:bucket|sum|count)$/, '')}\``)
  })
})
