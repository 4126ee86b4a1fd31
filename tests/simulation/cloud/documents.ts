import { EJSON } from 'bson'
import type { CollectionName, Collections } from '../../../cloudfunctions/ports'
import type { Database } from '../../../emulator/cloudbase/database'

const PAGE = 1000

/** The shop's documents, for the checks and for whoever knows where to look, as they stood at the last `refresh`. */
export interface Documents {
  /** How often something was found to have changed. */
  readonly changes: number
  readonly refresh: () => Promise<void>
  /** Puts what is there before the day begins. */
  readonly put: <C extends CollectionName>(collection: C, document: Collections[C]) => Promise<void>
  readonly all: <C extends CollectionName>(collection: C) => Collections[C][]
  readonly one: <C extends CollectionName>(collection: C, id: string) => Collections[C] | undefined
}

/** Those in the local cloud's database. Collections nobody wrote to are not read again, documents that are as before not parsed again. */
export class CloudDocuments implements Documents {
  readonly #kept = new Map<CollectionName, Map<string, { id: string }>>()
  readonly #stale = new Set<string>()
  readonly #parsed = new Map<string, { id: string }>()

  constructor(private readonly database: Database) {}

  touched = (collection: string): void => void this.#stale.add(collection)

  changes = 0

  async put<C extends CollectionName>(collection: C, { id, ...fields }: Collections[C]): Promise<void> {
    const reply = await this.database.handle({ action: 'database.insertDocument', collectionName: collection, data: [JSON.stringify({ _id: id, ...fields })] })
    if (reply.code) throw new Error(`${collection}: ${reply.message ?? reply.code}`)
    this.touched(collection)
  }

  async refresh(): Promise<void> {
    const stale = [...this.#stale]
    this.#stale.clear()
    if (stale.length > 0) this.changes += 1
    for (const collection of stale) this.#kept.set(collection as CollectionName, await this.#read(collection))
  }

  all<C extends CollectionName>(collection: C): Collections[C][] {
    return [...this.#kept.get(collection)?.values() ?? []] as Collections[C][]
  }

  one<C extends CollectionName>(collection: C, id: string): Collections[C] | undefined {
    return this.#kept.get(collection)?.get(id) as Collections[C] | undefined
  }

  async #read(collection: string): Promise<Map<string, { id: string }>> {
    const reply = await this.database.handle({ action: 'database.getDocument', collectionName: collection, query: '{}', limit: PAGE })
    const { list } = reply.data as { list: string[] }
    if (list.length >= PAGE) throw new RangeError(`more documents in ${collection} than are looked at`)
    return new Map(list.map(text => this.#parse(text)).map(document => [document.id, document]))
  }

  #parse(text: string): { id: string } {
    let document = this.#parsed.get(text)
    if (!document) {
      const { _id, ...fields } = EJSON.parse(text) as { _id: string }
      this.#parsed.set(text, document = { id: _id, ...fields })
    }
    return document
  }
}
