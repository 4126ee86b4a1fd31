import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { buildWhenStale } from '../../../scripts/lib/fresh.mjs'

/** Stands for the local cloud in the program: the address is built in, and each test has a cloud of its own. */
export const BUILT_FOR = 'http://local-cloud.test'

/** Everything of this suite; the program that developers build by hand is left alone. */
export const FOLDER = 'dist/mp-check'

const SOURCES = ['src', 'vite.config.ts', 'manifest.json', 'package-lock.json', 'scripts/uni.cjs']

/** The program as it is uploaded to WeChat: what `npm run build:mp` makes. */
export function releaseBuild(): Promise<string> {
  return buildOnce('release', {})
}

/** The program as a developer runs it against a local cloud, gallery included. */
export function localBuild(): Promise<string> {
  return buildOnce('local', { VITE_LOCAL_CLOUD: BUILT_FOR })
}

async function buildOnce(name: string, env: Record<string, string>): Promise<string> {
  const folder = join(FOLDER, name)
  await buildWhenStale({
    root: '.',
    sources: SOURCES,
    except: ['src/manifest.json'],
    result: join(folder, 'app.json'),
    stamp: `${folder}.stamp`,
    build: () => runBuild({ ...env, UNI_OUTPUT_DIR: resolve(folder) }),
  })
  return folder
}

/** Whatever else the environment sets for a build by hand is left out. */
function runBuild(env: Record<string, string>): Promise<void> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITE|UNI|LINTUAN)_|^WX_APPID$/.test(name)))
  const child = spawn(process.execPath, ['scripts/uni.cjs', 'build', '-p', 'mp-weixin'], {
    env: { ...inherited, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', code => code === 0 ? done() : fail(new Error(`The mini-program does not build:\n${output}`)))
  })
}
