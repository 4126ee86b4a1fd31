import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, context } from 'esbuild'
import { sampleEnvironment } from './sample-environment'

export interface BuildFunctionsOptions {
  /** Folder with one folder per function, each with an index.ts. */
  from?: string
  to?: string
  /** Keeps watching and calls back with the name of each function that was built again. */
  watch?: (name: string) => void
}

export interface BuiltFunction {
  name: string
  file: string
  bytes: number
}

export interface Build {
  functions: BuiltFunction[]
  /** Ends the watching; without `watch` there is nothing to end. */
  stop(): Promise<void>
}

/**
 * Bundles every cloud function into one CommonJS file with nothing left to install. Beside it goes a package.json of its own, because the
 * project's says "module" and would break `require`.
 */
export async function buildFunctions(options: BuildFunctionsOptions = {}): Promise<Build> {
  const from = resolve(options.from ?? 'cloudfunctions/functions')
  const to = resolve(options.to ?? 'dist/cloudfunctions')
  const names = readdirSync(from).filter(name => existsSync(join(from, name, 'index.ts'))).sort()
  const contexts = await Promise.all(names.map(name => context(settings(name, join(from, name, 'index.ts'), join(to, name), options.watch))))
  await Promise.all(contexts.map(each => each.rebuild()))
  const functions = names.map(name => describe(name, join(to, name)))
  if (options.watch) await Promise.all(contexts.map(each => each.watch()))
  else await Promise.all(contexts.map(each => each.dispose()))
  return { functions, stop: async () => void await Promise.all(contexts.map(each => each.dispose())) }
}

function settings(name: string, entry: string, folder: string, rebuilt?: (name: string) => void): BuildOptions {
  let builds = 0
  return {
    entryPoints: [entry],
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    // Error classes are told apart by name in logs, so names survive the minifier.
    keepNames: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    charset: 'utf8',
    legalComments: 'linked',
    logLevel: 'warning',
    plugins: [{
      name: 'after-build',
      setup: build => build.onEnd((result) => {
        if (result.errors.length > 0) return
        builds += 1
        // The first was asked for, the second is how watching begins.
        if (builds > 2) rebuilt?.(name)
      }),
    }],
  }
}

function describe(name: string, folder: string): BuiltFunction {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, version: '0.0.0', private: true, type: 'commonjs', main: 'index.js' }, null, 2)}\n`)
  const file = join(folder, 'index.js')
  return { name, file, bytes: statSync(file).size }
}

/** Milliseconds that a fresh process needs to load a built function: most of a cold start. `env` is what the function is configured with. */
export function loadTime(file: string, env: Record<string, string>): number {
  const script = 'const t = performance.now(); require(process.argv[1]); console.log(performance.now() - t); process.exit(0)'
  const run = spawnSync(process.execPath, ['-e', script, file], { encoding: 'utf8', timeout: 30_000, env })
  const ms = Number(run.stdout.trim().split('\n').at(-1))
  if (run.status !== 0 || !Number.isFinite(ms)) throw new Error(`${file} cannot be loaded:\n${readable(run.stderr)}`)
  return ms
}

/** Without the lines of minified source that Node quotes. */
function readable(stderr: string): string {
  return stderr.split('\n').filter(line => line.length < 300).join('\n').trim()
}

function report(functions: BuiltFunction[]): void {
  const env = sampleEnvironment()
  for (const { name, file, bytes } of functions) {
    console.log(`  ${name.padEnd(12)} ${(bytes / 1024).toFixed(0).padStart(6)} KB   loads in ${loadTime(file, env).toFixed(0)} ms`)
  }
}

async function main(): Promise<void> {
  const watching = process.argv.includes('--watch')
  const build = await buildFunctions({ ...(watching && { watch: name => console.log(`  ${name} built again`) }) })
  if (build.functions.length === 0) throw new Error('No function found under cloudfunctions/functions')
  console.log('Functions in dist/cloudfunctions:')
  report(build.functions)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
