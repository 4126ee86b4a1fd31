import cloudbase from '@cloudbase/node-sdk'
import { serveParent } from './child'
import { COLLECTION, good, goodId, PAGE, shelfName } from './goods'
import type { LoadAnswer, LoadQuestion, Workload } from './workloads'

type Db = ReturnType<ReturnType<typeof cloudbase.init>['database']>

let inserted = 0

/** Inserts begin above everything that is there and never meet those of an earlier run. */
const FIRST_INSERT = 2_000_000_000 + (Date.now() % 1_000_000) * 1000

function operation(workload: Workload, db: Db, documents: number): () => Promise<unknown> {
  const goods = db.collection(COLLECTION)
  const any = (): number => Math.floor(Math.random() * documents)
  const less = { stock: db.command.inc(-1) }
  switch (workload) {
    case 'read': return () => goods.doc(goodId(any())).get()
    case 'page': return () => goods.where({ shelf: shelfName(any()) }).orderBy('sold', 'desc').limit(PAGE).get()
    case 'change': return () => goods.where({ _id: goodId(any()), stock: db.command.gt(0) }).update(less)
    case 'insert': return () => goods.add(good(FIRST_INSERT + inserted++))
    case 'three': return async () => {
      const transaction = await db.startTransaction()
      for (let step = 0; step < 3; step++) await transaction.collection(COLLECTION).doc(goodId(any())).update(less)
      await transaction.commit()
    }
  }
}

/** An answer that holds nothing where something must be is no answer. */
function check(workload: Workload, answer: unknown): void {
  const { data, updated } = (answer ?? {}) as { data?: unknown[]; updated?: number }
  if ((workload === 'read' && data?.length !== 1) || (workload === 'page' && data?.length !== PAGE) || (workload === 'change' && updated !== 1)) {
    throw new Error(`${workload}: ${JSON.stringify(answer)}`)
  }
}

async function run({ url, workload, clients, ms, documents }: LoadQuestion): Promise<LoadAnswer> {
  const times: number[] = []
  let conflicts = 0
  const begun = performance.now()
  const one = async (): Promise<void> => {
    const db = cloudbase.init({ env: 'bench', secretId: 'id', secretKey: 'key', serviceUrl: `${url}/admin` }).database()
    const act = operation(workload, db, documents)
    while (performance.now() - begun < ms) {
      const from = performance.now()
      try {
        check(workload, await act())
        times.push(performance.now() - from)
      }
      catch (error) {
        if ((error as { code?: string }).code !== 'DATABASE_TRANSACTION_CONFLICT') throw error
        conflicts += 1
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, one))
  const seconds = (performance.now() - begun) / 1000
  times.sort((a, b) => a - b)
  return {
    perSecond: times.length / seconds,
    median: times[Math.floor(times.length / 2)] ?? NaN,
    slowest1Percent: times[Math.floor(times.length * 0.99)] ?? NaN,
    conflicts,
  }
}

serveParent('ready', run)
