import { Database, type Reply } from '../../../emulator/cloudbase/database/index'

/** Writes for ever into the file named, many calls at once, and says on stdout what was acknowledged: one line a write. */
const [, , file = '', round = ''] = process.argv
const database = Database.open({
  file, now: Date.now, collections: ['log', 'pairs'], indexes: [{ collection: 'log', name: 'n', fields: [{ field: 'n', direction: 'asc' }], unique: true }],
})

function call(action: string, rest: object): Promise<Reply> {
  return database.handle({ action: `database.${action}`, ...rest })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function insertForEver(writer: number): Promise<void> {
  for (let n = 0; ; n++) {
    const id = `${round}-${writer}-${n}`
    const reply = await call('insertDocument', { collectionName: 'log', data: [`{"_id":"${id}","n":"${id}","text":"${'x'.repeat(200)}"}`] })
    if (reply.code === undefined) say(`log ${id}`)
  }
}

/** Adds one to both documents of a pair in one transaction: they must never differ. */
async function countForEver(writer: number): Promise<void> {
  for (let n = 1; ; n++) {
    const { transactionId } = await call('startTransaction', {})
    for (const side of ['left', 'right']) {
      await call('modifyDocument', {
        collectionName: 'pairs', transactionId, merge: false, upsert: true, query: `{"_id":"${round}-${writer}-${side}"}`, data: `{"n":{"$numberInt":"${n}"}}`,
      })
    }
    const reply = await call('commitTransaction', { transactionId })
    if (reply.code === undefined) say(`pair ${round}-${writer} ${n}`)
  }
}

for (let writer = 0; writer < 8; writer++) {
  void insertForEver(writer)
  void countForEver(writer)
}
