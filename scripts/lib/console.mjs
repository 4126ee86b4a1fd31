import { run } from './run.mjs'
import { buildWhenStale } from './fresh.mjs'

/** What the developer console is made from. */
const SOURCES = ['emulator/console', 'emulator/seed/templates.ts', 'vite.console.config.ts', 'package-lock.json']

/** Builds the console into `dist/console` unless it was built from the same sources. False when there was nothing to do. */
export function buildConsole(root) {
  return buildWhenStale({
    root,
    sources: SOURCES,
    result: 'dist/console/index.html',
    stamp: 'dist/.console-sources',
    build: () => {
      console.log('Building the console …')
      return run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.console.config.ts', '--logLevel', 'warn'], { cwd: root })
    },
  })
}
