// `npm start`: everything from a fresh clone to an open shop. Plain JavaScript without dependencies, because nothing is installed yet.
import { accessSync, constants } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './lib/console.mjs'
import { makeFolder } from './lib/folder.mjs'
import { buildWhenStale } from './lib/fresh.mjs'
import { openablePort } from './lib/free-port.mjs'
import { installWhenNeeded } from './lib/install.mjs'
import { nodeProblem } from './lib/node-version.mjs'
import { run, start, StepFailed } from './lib/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const HELP = `Starts the shop on this machine.

  npm start -- [options]
  npm run dev -- [options]    the same, following changes of the sources

  --port <number>   default 7788, or PORT from the environment
  --data <folder>   default .data
  --fresh           begin with an empty shop
`

/** What the H5 build is made from. */
const H5_SOURCES = ['src', 'cloudfunctions/contract', 'cloudfunctions/domain', 'manifest.json', 'index.html', 'vite.config.ts', 'package-lock.json']

function fail(message) {
  console.error(message)
  process.exit(1)
}

function readOptions(args) {
  const options = { port: process.env.PORT || '7788', data: '.data', dev: false, fresh: false }
  for (let i = 0; i < args.length; i += 1) {
    const [name, inline] = args[i].split(/=(.*)/s)
    const value = () => inline ?? args[i += 1] ?? fail(`${name} wants a value.`)
    if (name === '--port') options.port = value()
    else if (name === '--data') options.data = value()
    else if (name === '--fresh') options.fresh = true
    else if (name === '--dev') options.dev = true
    else if (name === '--help' || name === '-h') {
      console.log(HELP)
      process.exit(0)
    }
    else fail(`Unknown option ${args[i]}.\n\n${HELP}`)
  }
  return options
}

/** Found out before anything is built, so that nobody waits a minute for it. */
async function checkMachine({ port, data }) {
  const number = Number(port)
  if (!Number.isInteger(number) || number < 1 || number > 65_535) fail(`--port wants a number from 1 to 65535, not "${port}".`)
  if (await openablePort(number) === undefined) fail(`Port ${number} is in use by another program; choose another with --port.`)
  try {
    makeFolder(resolve(data))
    accessSync(data, constants.W_OK)
  }
  catch (error) {
    fail(`The data folder ${data} cannot be written to (${error.code}); choose another with --data.`)
  }
}

const tsx = script => ['--import', 'tsx', script]

async function buildApp() {
  const built = await buildWhenStale({
    root,
    sources: H5_SOURCES,
    // A copy made by the build.
    except: ['src/manifest.json'],
    result: 'dist/build/h5/index.html',
    stamp: 'dist/.h5-sources',
    build: () => {
      console.log('Building the H5 app …')
      return run(process.execPath, ['scripts/uni.cjs', 'build'], { cwd: root })
    },
  })
  if (!built) console.log('The H5 app is up to date.')
}

/** Starts what follows the sources: the H5 dev server and the function builder. Returns the dev server's address. */
async function startFollowers(children) {
  const port = await openablePort(0)
  children.push(start(process.execPath, ['scripts/uni.cjs', '--host', '127.0.0.1', '--port', String(port), '--strictPort'], { cwd: root }))
  children.push(start(process.execPath, [...tsx('scripts/build-functions.ts'), '--watch'], { cwd: root }))
  return `http://127.0.0.1:${port}`
}

async function main() {
  const problem = nodeProblem(process.version)
  if (problem) fail(problem)
  const options = readOptions(process.argv.slice(2))
  process.chdir(root)
  await checkMachine(options)
  await installWhenNeeded(root)
  await run(process.execPath, tsx('scripts/build-functions.ts'))
  await buildConsole(root)
  if (!options.dev) await buildApp()

  const children = []
  // A terminal's Ctrl-C reaches the children by itself; a second signal while they put everything away changes nothing.
  const stopAll = () => children.forEach(child => child.kill('SIGTERM'))
  const app = options.dev ? ['--app', await startFollowers(children), '--watch'] : []
  const cloud = start(process.execPath, [...tsx('emulator/cli.ts'), '--port', options.port, '--data', options.data, ...(options.fresh ? ['--fresh'] : []), ...app])
  children.push(cloud)
  process.on('SIGINT', stopAll)
  process.on('SIGTERM', stopAll)
  cloud.on('exit', (code, signal) => {
    stopAll()
    process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)
  })
}

main().catch((error) => {
  if (!(error instanceof StepFailed)) console.error(error)
  else console.error(`Not started: ${error.message}`)
  process.exit(1)
})
