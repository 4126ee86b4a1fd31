// The inside of a function instance. Plain JavaScript, because a worker starts faster without a loader and must not share one with the host.
import http from 'node:http'
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { format } from 'node:util'

const { file, exportName, clock, gate, traced } = workerData
const turns = new Int32Array(gate)
/** The machine's own, whatever the function makes of the globals. */
const nextRound = setImmediate
let turn = 0

installVirtualDate(new Float64Array(clock))
if (traced) tellWhoAsks(new URL(JSON.parse(process.env.TCB_CONTEXT_CNFG).URL))
for (const level of ['log', 'info', 'debug', 'warn', 'error']) {
  console[level] = (...values) => log(level, format(...values))
}
// Through the same channel as the rest, so that lines keep their order and none comes after the answer.
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (chunk, encoding, done) => {
    log(stream, String(chunk).trimEnd())
    const callback = typeof encoding === 'function' ? encoding : done
    if (callback) process.nextTick(callback)
    return true
  }
}

const main = load()
if (main) {
  // Some rounds later, so that timers that fell due and sockets that were closed while the instance was frozen come first. One is enough for what
  // lies ready; the news of a closed connection may need another to arrive, and one more to be passed on by who keeps it.
  parentPort.on('message', ({ id, event, context }) => nextRound(() => nextRound(() => nextRound(() => void run(id, event, context)))))
  parentPort.postMessage({ type: 'ready' })
}

function log(level, text) {
  parentPort.postMessage({ type: 'log', level, text })
}

function load() {
  try {
    const exported = createRequire(file)(file)[exportName]
    if (typeof exported !== 'function') throw new Error(`${file} exports no function named "${exportName}"`)
    return exported
  }
  catch (error) {
    parentPort.postMessage({ type: 'broken', error: describe(error) })
    return undefined
  }
}

async function run(id, event, context) {
  turn += 1
  try {
    const result = await main(JSON.parse(event), context)
    parentPort.postMessage({ type: 'result', id, json: JSON.stringify(result) ?? 'null' })
  }
  catch (error) {
    parentPort.postMessage({ type: 'failure', id, error: describe(error) })
  }
  freeze()
}

/** Stands still with everything left running, timers, promises and sockets, until the host hands over the next request. */
function freeze() {
  Atomics.wait(turns, 0, turn)
}

function describe(error) {
  return error instanceof Error ? { message: error.message, stack: error.stack ?? '' } : { message: format(error), stack: '' }
}

/** Has every message to the platform carry the stack it was sent from, because the platform is to say who asked what no index serves. */
function tellWhoAsks(platform) {
  const send = http.request
  http.request = (...options) => {
    const request = send(...options)
    if (request.getHeader('host') === platform.host && request.path.startsWith(platform.pathname)) request.setHeader('x-lintuan-stack', encodeURIComponent(presentStack()))
    return request
  }
}

/** What awaits the present call, innermost first, as far as a header holds it. */
function presentStack() {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 60
  const { stack } = new Error()
  Error.stackTraceLimit = limit
  const lines = stack.split('\n').filter(line => !line.includes('node:internal') && !line.includes(import.meta.url) && !line.includes('new Promise'))
  return lines.slice(1).slice(-24).map(line => line.trim()).join('\n').slice(-4000)
}

/** Makes `Date.now()`, `new Date()` and `Date()` follow the virtual clock; everything else of Date stays as it is. */
function installVirtualDate(cell) {
  const RealDate = Date
  const realNow = RealDate.now
  const now = () => cell[0] >= 0 ? cell[0] : realNow() + cell[1]
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: target => new target(now()).toString(),
  })
  RealDate.now = now
  RealDate.prototype.constructor = VirtualDate
  globalThis.Date = VirtualDate
}
