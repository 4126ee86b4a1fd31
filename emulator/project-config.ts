import { readFileSync } from 'node:fs'
import type { IndexDeclaration } from './cloudbase/database/database'

export interface TimerTrigger {
  name: string
  type: 'timer'
  /** Seven fields: second minute hour day month weekday year, read in UTC+8. */
  config: string
}

export interface FunctionConfig {
  name: string
  /** Seconds of real time; the platform allows 1 to 60. */
  timeout: number
  /** Megabytes. */
  memorySize: number
  runtime?: string
  /** File and exported name, for example `index.main`. */
  handler: string
  triggers: TimerTrigger[]
  /** When present, exactly these variables reach the function; `{{env.NAME}}` takes a value of the environment. */
  envVariables?: Record<string, string>
}

/** `true`, `false` or an expression of CloudBase's security rules; see `functions/invoke-rule.ts` for what is understood. */
export type InvokeRule = boolean | string

/** What the local cloud reads from the project's `cloudbaserc.json`. */
export interface ProjectConfig {
  envId: string
  functions: FunctionConfig[]
  rules: { functions: Record<string, InvokeRule> }
  /** The functions that HTTP access reaches, each with the path it answers at. */
  http: Record<string, string>
  database: { collections: string[], indexes: IndexDeclaration[] }
}

const DEFAULTS = { timeout: 3, memorySize: 256, handler: 'index.main' }

/** Reads `cloudbaserc.json` from a path, or takes its content as it stands. */
export function readConfig(source: string | object): ProjectConfig {
  return normaliseConfig(typeof source === 'string' ? JSON.parse(readFileSync(source, 'utf8')) : source)
}

/** Fills in the platform's defaults: 3 seconds, 256 MB, `index.main`. A `{{…}}` placeholder for the environment id gets a local name. */
function normaliseConfig(raw: unknown): ProjectConfig {
  const source = raw as Partial<Record<string, unknown>>
  const functions = (source.functions ?? []) as (Partial<FunctionConfig> & { name: string })[]
  const rules = (source.rules ?? {}) as { functions?: Record<string, { invoke: InvokeRule }> }
  const envId = typeof source.envId === 'string' && !source.envId.includes('{{') ? source.envId : 'lintuan-local'
  return {
    envId,
    functions: functions.map(fn => ({ ...DEFAULTS, triggers: [], ...fn })),
    rules: { functions: Object.fromEntries(Object.entries(rules.functions ?? {}).map(([name, rule]) => [name, rule.invoke])) },
    http: (source.http ?? {}) as Record<string, string>,
    database: { collections: [], indexes: [], ...source.database as Partial<ProjectConfig['database']> },
  }
}
