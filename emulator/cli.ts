import { parseArgs } from 'node:util'
import { FileRefused } from './cloudbase/database'
import { LocalCloud, type LocalCloudOptions } from './local-cloud'
import { StartError } from './listen'
import { recycleRebuilt } from './recycle-rebuilt'
import { exportFile, importFile } from './transfer-command'
import type { PlanName } from './cloudbase/http/plan'

const DEFAULT_PORT = 7788

const HELP = `The local cloud: CloudBase, WeChat and WeChat Pay imitated on one port of this machine.

  npm run emulator -- [options]
  npm run emulator -- export <file> [--data <folder>]            everything to one file, while it is stopped
  npm run emulator -- import <file> [--data <folder>] [--fresh]  and back, into an empty folder

  --port <number>       port to listen on (default ${DEFAULT_PORT}, or PORT from the environment)
  --data <folder>       where everything durable is kept (default .data)
  --memory              keep everything in memory instead
  --fresh               empty the data folder first
  --config <file>       default cloudbaserc.json
  --functions <folder>  built functions, default dist/cloudfunctions
  --app <folder|url>    built H5 app, default dist/build/h5; or the address of its dev server
  --at <instant>        set the clock, for example 2026-03-01T10:00:00+08:00
  --frozen              the clock stands still and moves only by POST /control/clock/advance
  --seed <number>       what random faults draw from (default 1)
  --strict              report queries that no index serves
  --plan <name>         what the plan allows: none (default), starter, basic
  --latency <ms>        how long each call to the cloud takes longer
  --no-demo             leave an empty database empty
  --watch               load a function again when its built file changes
`

type Command =
  | { name: 'start', options: LocalCloudOptions & { watch: boolean } }
  | { name: 'export' | 'import', file: string, data: string, fresh: boolean }

function commandFrom(argv: string[]): Command {
  const { values, positionals: [name, file, ...more] } = parseArgs({
    args: argv,
    allowNegative: true,
    allowPositionals: true,
    options: {
      'port': { type: 'string' }, 'data': { type: 'string' }, 'memory': { type: 'boolean' }, 'fresh': { type: 'boolean' },
      'config': { type: 'string' }, 'functions': { type: 'string' }, 'app': { type: 'string' }, 'at': { type: 'string' },
      'frozen': { type: 'boolean' }, 'seed': { type: 'string' }, 'strict': { type: 'boolean' }, 'demo': { type: 'boolean', default: true },
      'watch': { type: 'boolean', default: false }, 'plan': { type: 'string' }, 'latency': { type: 'string' }, 'help': { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }
  if (name !== undefined) {
    if ((name !== 'export' && name !== 'import') || file === undefined || more.length > 0) throw new StartError('The commands are: export <file>, import <file>.')
    return { name, file, data: values.data ?? '.data', fresh: values.fresh ?? false }
  }
  const clock = values.at !== undefined || values.frozen
    ? { mode: values.frozen ? 'frozen' as const : 'running' as const, ...(values.at !== undefined && { at: instant(values.at) }) }
    : undefined
  const limits = {
    ...(values.plan !== undefined && { plan: values.plan as PlanName }),
    ...(values.latency !== undefined && { latencyMs: whole('--latency', values.latency, 60_000) }),
  }
  const options = {
    port: whole('--port', values.port ?? process.env.PORT ?? String(DEFAULT_PORT), 65_535),
    ...(!values.memory && { data: values.data ?? '.data' }),
    fresh: values.fresh ?? false,
    config: values.config,
    functions: values.functions,
    app: values.app,
    ...(clock && { clock }),
    seed: whole('--seed', values.seed ?? '1', 2 ** 32 - 1),
    strict: values.strict ?? false,
    demo: values.demo ?? true,
    watch: values.watch ?? false,
    limits,
  }
  return { name: 'start', options }
}

function whole(option: string, text: string, most: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > most || text.trim() === '') throw new StartError(`${option} wants a whole number from 0 to ${most}, not "${text}".`)
  return value
}

function instant(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new StartError(`--at wants an instant such as 2026-03-01T10:00:00+08:00, not "${text}".`)
  return at
}

function introduce(cloud: LocalCloud): void {
  const rows = [
    ...cloud.people.list().filter(({ id }) => ['alice', 'bob', 'leader', 'merchant'].includes(id))
      .map(({ id, nickname, role }) => [`${nickname} (${id}, ${role})`, `${cloud.url}/?as=${id}#/`]),
    ['console', `${cloud.url}/console`],
    ['control API', `${cloud.url}/control`],
  ]
  console.log(`\nThe shop is open. Data: ${cloud.dataFolder ?? 'in memory'}. Stop with Ctrl-C.\n`)
  for (const [who = '', where = ''] of rows) console.log(`  ${where.padEnd(44)}${who}`)
  console.log('')
}

async function main(): Promise<void> {
  const command = commandFrom(process.argv.slice(2))
  if (command.name === 'start') return start(command.options)
  if (command.name === 'export') return exportFile(command.data, command.file)
  return importFile(command.data, command.file, command.fresh)
}

async function start({ watch, ...options }: LocalCloudOptions & { watch: boolean }): Promise<void> {
  const cloud = await LocalCloud.start(options)
  const stopWatching = watch ? recycleRebuilt(cloud.functions, options.functions) : undefined
  introduce(cloud)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    stopWatching?.()
    void cloud.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

main().catch((error: unknown) => {
  const expected = error instanceof StartError || error instanceof FileRefused || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
})
