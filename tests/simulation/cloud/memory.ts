import { Busy, type CollectionName, type Collections, type Store } from '../../../cloudfunctions/ports'
import { ConnectionLost } from '../../../emulator/cloudbase/database'
import { Conflict, type MemoryDatabase } from '../../support/memory-store'
import type { Random } from '../engine/random'
import type { Timeline } from '../engine/timeline'
import type { Sometimes } from '../sometimes'
import type { Documents } from './documents'
import type { Instance, Platform, Strike } from './platform'

/** So long the platform keeps a transaction that nobody ends. */
const TRANSACTION_LIFE_MS = 30_000

export interface MemoryGateParts {
  readonly database: MemoryDatabase
  readonly platform: Platform
  readonly timeline: Timeline
  readonly random: (name: 'db_slow' | 'db_commit_unknown') => Random
  readonly sometimes: Sometimes
}

/** The store of an instance over the database in memory: the port's promises and nothing else, at half the cost of the adapter over the local cloud. */
export function memoryStore(parts: MemoryGateParts, instance: Omit<Instance, 'ports'>): Store {
  const { database, platform, timeline, sometimes } = parts
  return database.connect({
    around: (label, effect) => platform.call(instance as Instance, `db.${label}`, strikeAt(parts, label), async () => {
      try {
        return await effect()
      }
      catch (error) {
        if (error instanceof Conflict) sometimes.saw('a transaction lost a race')
        throw error
      }
    }),
    begun: transaction => void timeline.after(TRANSACTION_LIFE_MS, () => {
      if (!transaction.live) return
      sometimes.saw('a transaction outlived its time')
      transaction.abort()
    }),
  })
}

function strikeAt({ platform, random, sometimes }: MemoryGateParts, label: string): Strike {
  const commits = label === 'commit'
  const inside = label.startsWith('tx.')
  return platform.firstOf({
    ...(commits && {
      db_commit_unknown: () => {
        sometimes.saw('a commit of unknown outcome')
        return random('db_commit_unknown').chance(0.5) ? { afterwards: lost } : { instead: lost }
      },
      db_commit_conflict: () => ({ instead: conflict }),
    }),
    ...(inside && { db_conflict: () => ({ instead: conflict }) }),
    // The answer to the second of two copies of an insert, of which the first one was carried out.
    ...(label.startsWith('insert ') && { db_duplicate: () => ({ afterwards: () => false }) }),
    db_rejected: () => ({ instead: lost }),
    ...(!commits && { db_lost_reply: () => ({ afterwards: lost }) }),
    db_overload: () => ({ instead: overload }),
    db_slow: () => ({ delayMs: random('db_slow').pick([200, 1000, 4000, 10_000, 35_000]) }),
  })
}

function lost(): never {
  throw new ConnectionLost()
}

function conflict(): never {
  throw new Conflict('fault')
}

function overload(): never {
  throw new Busy('overload')
}

/** The documents as they stand, for the checks. */
export class MemoryDocuments implements Documents {
  constructor(private readonly database: MemoryDatabase) {}

  get changes(): number {
    return this.database.writes
  }

  refresh(): Promise<void> {
    return Promise.resolve()
  }

  put<C extends CollectionName>(collection: C, document: Collections[C]): Promise<void> {
    this.database.put(collection, document)
    return Promise.resolve()
  }

  all<C extends CollectionName>(collection: C): Collections[C][] {
    return this.database.all(collection)
  }

  one<C extends CollectionName>(collection: C, id: string): Collections[C] | undefined {
    return this.database.one(collection, id)
  }
}
