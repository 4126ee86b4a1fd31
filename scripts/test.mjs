// `npm test`: every check of the project in order, cheapest first, stopping at the first that fails.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './lib/chromium.mjs'
import { installWhenNeeded } from './lib/install.mjs'
import { PLANTED } from './lib/planted.mjs'
import { nodeProblem } from './lib/node-version.mjs'
import { run } from './lib/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const REPORTS = 'test-artifacts/vitest'

const node = (script, ...args) => run(process.execPath, [script, ...args], { cwd: root })

/** One project of vitest.config.ts; its counts are kept for the last line. */
const suite = project => ({
  name: project,
  report: `${REPORTS}/${project}.json`,
  run: () => node('node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS}/${project}.json`),
})

const inBrowser = project => ({
  ...suite(project),
  run: async () => {
    process.env.CHROMIUM_PATH = await ensureChromium()
    await suite(project).run()
  },
})

const STEPS = [
  { name: 'licences', run: () => node('scripts/licences.mjs') },
  { name: 'lint', run: () => node('node_modules/eslint/bin/eslint.js', '.') },
  {
    name: 'types',
    run: async () => {
      await node('node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit')
      await node('node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.console.json')
      for (const project of ['tsconfig.node.json', 'tsconfig.dom.json']) await node('node_modules/typescript/bin/tsc', '--noEmit', '-p', project)
    },
  },
  suite('unit'),
  suite('src'),
  suite('emulator'),
  suite('simulation'),
  suite('journeys'),
  {
    name: 'build',
    run: async () => {
      // With secrets in the environment, which must not end up in what is built.
      const env = { ...process.env, ...PLANTED }
      await run(process.execPath, ['scripts/uni.cjs', 'build'], { cwd: root, env })
      await run(process.execPath, ['scripts/uni.cjs', 'build', '-p', 'mp-weixin'], { cwd: root, env })
    },
  },
  { name: 'scan', run: () => node('scripts/scan-bundles.mjs') },
  inBrowser('browser'),
  inBrowser('console'),
  inBrowser('mp'),
]

function chosenSteps(args) {
  const only = args.find(arg => arg.startsWith('--only='))?.slice('--only='.length).split(',')
  const names = STEPS.map(step => step.name)
  const unknown = [...(only ?? []).filter(name => !names.includes(name)), ...args.filter(arg => !arg.startsWith('--only='))]
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. Use npm test -- --only=<${names.join(',')}>`)
    process.exit(1)
  }
  return only ? STEPS.filter(step => only.includes(step.name)) : STEPS
}

/** What vitest wrote down: a step that is no suite counts as one check. */
function countsOf(step, failed) {
  if (!step.report) return failed ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 }
  try {
    const report = JSON.parse(readFileSync(step.report, 'utf8'))
    // A suite that could not even be collected has no failed test, but it has failed.
    return { passed: report.numPassedTests, failed: Math.max(report.numFailedTests, failed ? 1 : 0) }
  }
  catch {
    return { passed: 0, failed: failed ? 1 : 0 }
  }
}

async function main() {
  const problem = nodeProblem(process.version)
  if (problem) throw new Error(problem)
  process.chdir(root)
  const steps = chosenSteps(process.argv.slice(2))
  await installWhenNeeded(root)
  rmSync(REPORTS, { recursive: true, force: true })
  mkdirSync(REPORTS, { recursive: true })

  const lines = []
  const total = { passed: 0, failed: 0 }
  for (const step of steps) {
    console.log(`\n=== ${step.name}`)
    const started = performance.now()
    const error = await step.run().then(() => undefined, thrown => thrown)
    const counts = countsOf(step, error !== undefined)
    total.passed += counts.passed
    total.failed += counts.failed
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    lines.push(`  ${error ? 'FAILED' : 'ok    '}  ${step.name.padEnd(10)} ${seconds.padStart(7)} s   ${counts.passed} passed, ${counts.failed} failed`)
    if (!error) continue
    console.error(error.message)
    break
  }
  const left = steps.slice(lines.length).map(step => step.name)
  console.log(`\n${lines.join('\n')}${left.length > 0 ? `\n  not run: ${left.join(', ')}` : ''}\n`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed > 0 ? 1 : 0)
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
