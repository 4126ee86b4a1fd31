import { parseArgs } from 'node:util'
import { LocalCloud, type LocalCloudOptions } from './local-cloud'
import { StartError } from './listen'
import { recycleRebuilt } from './recycle-rebuilt'

const DEFAULT_PORT = 7788

const HELP = `The local cloud: CloudBase, WeChat and WeChat Pay imitated on one port of this machine.

  npm run emulator -- [options]

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
  --no-demo             leave an empty database empty
  --watch               load a function again when its built file changes
`

function optionsFrom(argv: string[]): LocalCloudOptions & { watch: boolean } {
  const { values } = parseArgs({
    args: argv,
    allowNegative: true,
    options: {
      'port': { type: 'string' }, 'data': { type: 'string' }, 'memory': { type: 'boolean' }, 'fresh': { type: 'boolean' },
      'config': { type: 'string' }, 'functions': { type: 'string' }, 'app': { type: 'string' }, 'at': { type: 'string' },
      'frozen': { type: 'boolean' }, 'seed': { type: 'string' }, 'strict': { type: 'boolean' }, 'demo': { type: 'boolean', default: true },
      'watch': { type: 'boolean', default: false }, 'help': { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }
  const clock = values.at !== undefined || values.frozen
    ? { mode: values.frozen ? 'frozen' as const : 'running' as const, ...(values.at !== undefined && { at: instant(values.at) }) }
    : undefined
  return {
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
  }
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
    ['control API', `${cloud.url}/control`],
  ]
  console.log(`\nThe shop is open. Data: ${cloud.dataFolder ?? 'in memory'}. Stop with Ctrl-C.\n`)
  for (const [who = '', where = ''] of rows) console.log(`  ${where.padEnd(44)}${who}`)
  console.log('')
}

async function main(): Promise<void> {
  const { watch, ...options } = optionsFrom(process.argv.slice(2))
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
  const expected = error instanceof StartError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
})
