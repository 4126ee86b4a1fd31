import { type AppOptions, packed } from './packed'
import { joinPath } from './paths'
import { registrar } from './registrar'

const loaded = new Map<string, { exports: unknown }>()
let app: AppOptions | undefined
let currentPages: () => unknown[] = () => []
let wx: object = {}

export function getApp(): AppOptions | undefined {
  return app
}

/** Gives the modules the parts of their world that are made later than this one. */
export function completeWorld(parts: { wx: object, currentPages: () => unknown[] }): void {
  wx = parts.wx
  currentPages = parts.currentPages
}

/** Runs a file of the mini-program once and answers what it exports. What only a browser has is a parameter that gets nothing. */
export function loadModule(file: string): unknown {
  const known = loaded.get(file)
  if (known) return known.exports
  const body = packed.modules[file]
  if (!body) throw new Error(`module '${file}' is not defined`)
  const module = { exports: {} as unknown }
  loaded.set(file, module)
  const require = (path: string): unknown => loadModule(joinPath(file, path).replace(/(\.js)?$/, '.js'))
  body.call(undefined, require, module, module.exports, wx, options => void (app = options), registrar.Page, registrar.Component, registrar.Behavior, getApp, () => currentPages())
  return module.exports
}
