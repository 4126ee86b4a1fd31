import { StateFile, type Table } from '../../../emulator/control/state'

/** What WeChat's imitations keep, as texts in maps: the same copies in and out as from a file, and the same undoing. */
export class MemoryState extends StateFile {
  readonly #tables = new Map<string, Map<string, string>>()
  #undo: (() => void)[] | undefined

  override table<T>(name: string): Table<T> {
    const rows = (): Map<string, string> => {
      let found = this.#tables.get(name)
      if (!found) this.#tables.set(name, found = new Map())
      return found
    }
    const change = (key: string, text: string | undefined): void => {
      const table = rows()
      const before = table.get(key)
      this.#undo?.push(() => before === undefined ? table.delete(key) : table.set(key, before))
      if (text === undefined) table.delete(key)
      else table.set(key, text)
    }
    return {
      get: (key) => {
        const text = rows().get(key)
        return text === undefined ? undefined : JSON.parse(text) as T
      },
      put: (key, value) => change(key, JSON.stringify(value)),
      delete: key => change(key, undefined),
      values: () => [...rows()].sort(([a], [b]) => a < b ? -1 : 1).map(([, text]) => JSON.parse(text) as T),
      clear: () => {
        for (const key of [...rows().keys()]) change(key, undefined)
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
