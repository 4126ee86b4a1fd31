import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { requireCountIndex, requireIndex } from '../../../cloudfunctions/adapters/cloudbase/index-check'
import { cloudbaseDescription, schema } from '../../../cloudfunctions/adapters/cloudbase/schema'

const FILE = 'cloudbaserc.json'

interface Deployment {
  functions: { name: string; timeout: number; runtime: string; memorySize: number; handler: string; triggers?: unknown; envVariables: Record<string, string> }[]
  rules: { functions: Record<string, { invoke: boolean }>; database: Record<string, string> }
  database: unknown
}

/** `UPDATE=1 npx vitest run tests/adapters/cloudbase/schema.test.ts` writes what the schema says into the file. */
function deployment(): Deployment {
  const read = JSON.parse(readFileSync(FILE, 'utf8')) as Deployment
  const { database, rules } = cloudbaseDescription()
  if (!process.env.UPDATE) return read
  const updated = { ...read, rules: { ...read.rules, database: { ...rules } }, database }
  writeFileSync(FILE, `${JSON.stringify(updated, null, 2)}\n`)
  return updated as unknown as Deployment
}

describe('cloudbaserc.json', () => {
  const file = deployment()

  it('declares exactly the collections and indexes of the schema', () => {
    expect(file.database).toEqual(cloudbaseDescription().database)
  })

  it('X17: closes every collection to clients', () => {
    expect(file.rules.database).toEqual(cloudbaseDescription().rules)
    expect(new Set(Object.values(file.rules.database))).toEqual(new Set(['ADMINONLY']))
  })

  it('X17: lets clients call the shop and the admin function and nothing else', () => {
    expect(file.rules.functions).toEqual({ 'shop': { invoke: true }, 'admin': { invoke: true }, 'pay-notify': { invoke: false }, 'timers': { invoke: false } })
    expect(file.functions.map(fn => fn.name)).toEqual(Object.keys(file.rules.functions))
  })

  it('sweeps every minute', () => {
    expect(file.functions.flatMap(fn => fn.triggers ?? [])).toEqual([{ name: 'sweep', type: 'timer', config: '0 * * * * * *' }])
  })

  it('gives every function the same variables, none with a value of its own', () => {
    for (const { envVariables } of file.functions) {
      expect(envVariables).toEqual(file.functions[0]?.envVariables)
      for (const [name, value] of Object.entries(envVariables)) expect(value).toBe(`{{env.${name}}}`)
    }
  })
})

describe('the schema', () => {
  it('keeps within the limits of the platform', () => {
    expect(schema.length).toBeLessThanOrEqual(100)
    for (const { collection, indexes } of schema) {
      expect(new Set(indexes.map(index => index.name)).size, collection).toBe(indexes.length)
      for (const index of indexes) expect(index.fields.length).toBeLessThanOrEqual(31)
    }
  })

  it('serves a page when the index begins with the named fields and goes on in the order asked for', () => {
    expect(() => requireIndex('orders', [{ field: 'openid', is: 'eq', value: 'o' }], { field: 'placedAt', direction: 'desc' })).not.toThrow()
    expect(() => requireIndex('orders', [{ field: 'openid', is: 'eq', value: 'o' }], { field: 'placedAt', direction: 'asc' })).not.toThrow()
    expect(() => requireIndex('stocks', [{ field: 'productId', is: 'eq', value: 'p' }], { field: 'productId', direction: 'asc' })).not.toThrow()
    expect(() => requireIndex('postings', [], { field: 'id', direction: 'asc' })).not.toThrow()
  })

  it('refuses a page that would sort, skip a field of the index or read a whole collection for a few', () => {
    expect(() => requireIndex('orders', [], { field: 'payableFen', direction: 'asc' })).toThrow(/no index of orders/)
    expect(() => requireIndex('groups', [{ field: 'productId', is: 'eq', value: 'p' }], { field: 'deadlineAt', direction: 'asc' })).toThrow(/no index/)
    expect(() => requireIndex('stocks', [{ field: 'productId', is: 'eq', value: 'p' }], { field: 'inflightAt', direction: 'asc' })).toThrow(/no index/)
    expect(() => requireIndex('orders', [{ field: 'closedReason', is: 'eq', value: 'expired' }], { field: 'id', direction: 'asc' })).toThrow(/no index/)
  })

  it('counts only along an index', () => {
    expect(() => requireCountIndex('orders', [{ field: 'openid', is: 'eq', value: 'o' }, { field: 'state', is: 'in', values: ['placed'] }])).not.toThrow()
    expect(() => requireCountIndex('orders', [{ field: 'state', is: 'eq', value: 'placed' }, { field: 'leaseUntil', is: 'lt', value: 1 }])).not.toThrow()
    expect(() => requireCountIndex('orders', [{ field: 'payableFen', is: 'gt', value: 1 }])).toThrow(/no index/)
    expect(() => requireCountIndex('orders', [])).toThrow(/no index/)
    expect(() => requireCountIndex('orders', [{ field: 'state', is: 'eq', value: 'placed' }, { field: 'version', is: 'neq', value: 1 }])).toThrow(/no index/)
  })
})
