import { StateFile, type Table } from '../../../emulator/control/state'

/** Values by key, and all of them in the order of their keys once somebody has asked. */
interface Rows {
  readonly byKey: Map<string, unknown>
  sorted: unknown[] | undefined
}

/** What WeChat's imitations keep, in maps, with the same undoing as in a file. Going in, a value is copied and frozen, so that it needs no copy going out. */
export class MemoryState extends StateFile {
  readonly #tables = new Map<string, Rows>()
  #undo: (() => void)[] | undefined

  override table<T>(name: string): Table<T> {
    const rows = (): Rows => {
      let found = this.#tables.get(name)
      if (!found) this.#tables.set(name, found = { byKey: new Map(), sorted: undefined })
      return found
    }
    const put = (key: string, value: unknown): void => {
      const table = rows()
      table.sorted = undefined
      if (value === undefined) table.byKey.delete(key)
      else table.byKey.set(key, value)
    }
    const change = (key: string, value: unknown): void => {
      const before = rows().byKey.get(key)
      this.#undo?.push(() => put(key, before))
      put(key, value)
    }
    return {
      get: key => rows().byKey.get(key) as T | undefined,
      put: (key, value) => change(key, frozen(value)),
      delete: key => change(key, undefined),
      values: () => {
        const table = rows()
        table.sorted ??= [...table.byKey].sort(([a], [b]) => a < b ? -1 : 1).map(([, value]) => value)
        return [...table.sorted] as T[]
      },
      clear: () => {
        for (const key of [...rows().byKey.keys()]) change(key, undefined)
      },
    }
  }

  override atomically<T>(job: () => T): T {
    const undo: (() => void)[] = []
    this.#undo = undo
    try {
      return job()
    }
    catch (error) {
      for (const one of undo.reverse()) one()
      throw error
    }
    finally {
      this.#undo = undefined
    }
  }

  override clearExcept(names: readonly string[]): void {
    for (const name of [...this.#tables.keys()]) if (!names.includes(name)) this.#tables.delete(name)
  }
}

/** A copy as JSON makes it, that nobody can change. */
function frozen(value: unknown): unknown {
  return freeze(JSON.parse(JSON.stringify(value)))
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}
