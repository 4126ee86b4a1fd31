import { EJSON } from 'bson'
import type { Context, Hono } from 'hono'
import type { LocalCloud } from '../local-cloud'
import { NotThere, whole } from './input'

type Message = Record<string, unknown>

/** Looking at the database. It meets no fault, counts against no limit and is no finding of strict mode: only the shop's own queries are judged. */
export function databaseRoutes(app: Hono, cloud: LocalCloud): void {
  app.get('/unindexed', c => c.json({ queries: cloud.unindexed }))
  app.get('/database', c => c.json({ collections: cloud.database.collections() }))
  app.get('/database/:collection/explain', c => c.json(cloud.database.explain(selection(cloud, c))))
  app.get('/database/:collection', async (c) => {
    const wanted = selection(cloud, c)
    const { list } = await look<{ list: string[] }>(cloud, { ...wanted, action: 'database.getDocument', queryType: 'WHERE' })
    const { total } = await look<{ total: number }>(cloud, { ...wanted, action: 'database.calculateDocument', queryType: 'WHERE' })
    return c.json({ total, documents: list.map(relaxed) })
  })
  app.get('/database/:collection/:id', async (c) => {
    const collectionName = knownCollection(cloud, c)
    const query = JSON.stringify({ _id: c.req.param('id') })
    const { list: [document] } = await look<{ list: string[] }>(cloud, { action: 'database.getDocument', collectionName, query, queryType: 'WHERE' })
    if (document === undefined) throw new NotThere(`There is no document ${c.req.param('id')} in ${collectionName}`)
    return c.json({ document: relaxed(document) })
  })
}

function knownCollection(cloud: LocalCloud, c: Context): string {
  const name = c.req.param('collection') ?? ''
  if (!cloud.database.collections().some(collection => collection.name === name)) throw new NotThere(`There is no collection ${name}`)
  return name
}

/** The parameters of `database.getDocument` that an address asks for. */
function selection(cloud: LocalCloud, c: Context): Message {
  const { where = '{}', order = '', skip, limit } = c.req.query()
  const fields = order.split(',').filter(field => field !== '').map(field => field.startsWith('-') ? [field.slice(1), -1] : [field, 1])
  return {
    collectionName: knownCollection(cloud, c),
    query: where,
    ...(fields.length > 0 && { order: JSON.stringify(Object.fromEntries(fields)) }),
    offset: whole('skip', skip, 0, 0, 10_000_000),
    limit: whole('limit', limit, 20, 1, 100),
  }
}

async function look<T>(cloud: LocalCloud, message: Message): Promise<T> {
  const { requestId, code, message: problem, data } = await cloud.faults.quietly(() => cloud.database.handle(message))
  cloud.findings.forget(requestId)
  if (code !== undefined) throw new Error(problem)
  return data as T
}

/** Canonical Extended JSON as a person reads it: numbers are numbers. */
function relaxed(text: string): unknown {
  return EJSON.serialize(EJSON.parse(text, { relaxed: false }), { relaxed: true })
}
