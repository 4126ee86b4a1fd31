import type { Hono } from 'hono'
import type { Invocation } from '../cloudbase/functions/journal'
import type { LocalCloud } from '../local-cloud'
import { NotThere, whole } from './input'

/** The functions, what they did, and what they asked of the platform while they did it. */
export function functionRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/functions', c => c.json({ functions: cloud.functions.configs.map(({ name }) => summary(cloud, name)) }))
  app.post('/functions/:name/recycle', (c) => {
    const name = c.req.param('name')
    if (!cloud.functions.names.includes(name)) throw new NotThere(`There is no function ${name}`)
    cloud.functions.recycle(name)
    return c.json({ ok: true })
  })
  app.get('/logs', (c) => {
    const { requestId, function: name, limit } = c.req.query()
    return c.json({ invocations: cloud.functions.journal.list({ ...(requestId && { requestId }), ...(name && { function: name }), limit: whole('limit', limit, 200, 1, 2000) }) })
  })
}

function summary(cloud: LocalCloud, name: string): unknown {
  const { project, functions } = cloud
  const config = functions.configs.find(fn => fn.name === name)
  const calls = functions.journal.list({ function: name })
  const ended = calls.filter((call): call is Invocation & { ms: number } => call.ms !== undefined)
  const times = ended.map(call => call.ms)
  return {
    name,
    timeout: config?.timeout,
    memorySize: config?.memorySize,
    triggers: config?.triggers ?? [],
    invoke: project.rules.functions[name] ?? project.rules.functions['*'] ?? true,
    http: project.http[name] ?? null,
    instances: functions.instancesOf(name),
    calls: calls.length,
    errors: ended.filter(call => call.outcome !== 'ok').length,
    cold: ended.filter(call => call.cold).length,
    meanMs: times.length === 0 ? 0 : Math.round(times.reduce((sum, ms) => sum + ms, 0) / times.length),
    maxMs: Math.max(0, ...times),
    gbSeconds: calls.reduce((sum, call) => sum + (call.gbSeconds ?? 0), 0),
  }
}
