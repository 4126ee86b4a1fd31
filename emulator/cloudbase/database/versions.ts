/** What a document was until the commit numbered `until`; undefined where there was none. */
interface Version {
  until: number
  seq: number | undefined
  body: string | undefined
}

/** A document by the number of its collection and the name of its id. */
interface Place {
  collection: number
  id: string
}

interface Entry {
  sequence: number
  place: Place | undefined
  key: string | undefined
}

/**
 * Old states of documents, kept only while a transaction lives that may read them. Commits are numbered; a transaction that started at number
 * s sees, of each document, what it was before the first commit after s.
 */
export class Versions {
  #sequence = 0
  readonly #documents = new Map<number, Map<string, Version[]>>()
  /** The last commit that added or removed a unique key. */
  readonly #keys = new Map<string, number>()
  /** Everything recorded, oldest first, so that forgetting costs as much as recording did. */
  #log: Entry[] = []
  #forgotten = 0

  get sequence(): number {
    return this.#sequence
  }

  /** How many old states are held. */
  get size(): number {
    return this.#log.length - this.#forgotten
  }

  nextCommit(): number {
    this.#sequence += 1
    return this.#sequence
  }

  recordDocument(place: Place, seq: number | undefined, body: string | undefined): void {
    let versions = this.#documents.get(place.collection)
    if (!versions) this.#documents.set(place.collection, versions = new Map())
    const version = { until: this.#sequence, seq, body }
    const list = versions.get(place.id)
    if (list) list.push(version)
    else versions.set(place.id, [version])
    this.#log.push({ sequence: this.#sequence, place, key: undefined })
  }

  recordKey(key: string): void {
    this.#keys.set(key, this.#sequence)
    this.#log.push({ sequence: this.#sequence, place: undefined, key })
  }

  /** The state seen at `snapshot` where it differs from the present one. */
  at(place: Place, snapshot: number): Version | undefined {
    return this.#documents.get(place.collection)?.get(place.id)?.find(version => version.until > snapshot)
  }

  keyChangedSince(key: string, snapshot: number): boolean {
    return (this.#keys.get(key) ?? 0) > snapshot
  }

  /** Ids of the documents of a collection that changed after `snapshot`. */
  changedSince(collection: number, snapshot: number): string[] {
    const changed: string[] = []
    for (const [id, versions] of this.#documents.get(collection) ?? []) {
      if ((versions[versions.length - 1]?.until ?? 0) > snapshot) changed.push(id)
    }
    return changed
  }

  /** Drops what nobody can see any more: all of it when `oldest` is undefined. */
  forget(oldest: number | undefined): void {
    if (oldest === undefined) {
      this.#documents.clear()
      this.#keys.clear()
      this.#log = []
      this.#forgotten = 0
      return
    }
    for (let entry = this.#log[this.#forgotten]; entry && entry.sequence <= oldest; entry = this.#log[this.#forgotten]) {
      this.#forgotten += 1
      if (entry.place) this.#dropOldest(entry.place)
      else if (entry.key !== undefined && this.#keys.get(entry.key) === entry.sequence) this.#keys.delete(entry.key)
    }
    if (this.#forgotten > 1000 && this.#forgotten * 2 > this.#log.length) {
      this.#log = this.#log.slice(this.#forgotten)
      this.#forgotten = 0
    }
  }

  #dropOldest(place: Place): void {
    const versions = this.#documents.get(place.collection)
    const list = versions?.get(place.id)
    if (!versions || !list) return
    list.shift()
    if (list.length === 0) versions.delete(place.id)
  }
}
