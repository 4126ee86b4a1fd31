import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { adminProcedures, shopProcedures } from '../../cloudfunctions/contract'
import { cloudbaseDescription } from '../../cloudfunctions/adapters/cloudbase/schema'
import { codeFiles, parse, textOf, visit } from './sources'

/** The names in the object literal that a constant of this name holds. */
function keysOf(path: string, constant: string): string[] {
  const keys: string[] = []
  visit(parse(path), (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== constant || !node.initializer || !ts.isObjectLiteralExpression(node.initializer)) return
    keys.push(...node.initializer.properties.flatMap(property => property.name ? [property.name.getText().replace(/['"]/g, '')] : []))
  })
  return keys
}

describe('refusals', () => {
  const codes = new Set(['not_allowed', 'busy', ...[...Object.values(shopProcedures), ...Object.values(adminProcedures)].flatMap(procedure => procedure.refusals)])

  it('every refusal of the contract has words for the one who reads it', () => {
    const known = keysOf('src/copy/refusal.ts', 'refusalCopy')
    expect([...codes].filter(code => !known.includes(code))).toEqual([])
  })

  it('no words are kept for a refusal that nobody gives', () => {
    expect(keysOf('src/copy/refusal.ts', 'refusalCopy').filter(code => !codes.has(code))).toEqual([])
  })
})

interface Deployment {
  functions: { name: string; envVariables: Record<string, string>; triggers?: { type: string }[] }[]
  rules: { functions: Record<string, { invoke: boolean }>; database: Record<string, string> }
  database: { indexes: unknown[]; collections: string[] }
}

describe('cloudbaserc.json', () => {
  const deployment = JSON.parse(textOf('cloudbaserc.json')) as Deployment

  it('names the functions there are', () => {
    const there = codeFiles.flatMap(path => path.match(/^cloudfunctions\/functions\/([^/]+)\/index\.ts$/)?.[1] ?? [])
    expect(deployment.functions.map(one => one.name).sort()).toEqual(there.sort())
  })

  it('lets clients call shop and admin and nothing else', () => {
    expect(deployment.rules.functions).toEqual({ 'shop': { invoke: true }, 'admin': { invoke: true }, 'pay-notify': { invoke: false }, 'timers': { invoke: false } })
  })

  it('keeps clients out of every collection, and has every index the queries need', () => {
    const { database, rules } = cloudbaseDescription()
    expect(deployment.rules.database).toEqual(rules)
    expect(deployment.database.collections).toEqual(database.collections)
    expect(deployment.database.indexes).toEqual(database.indexes)
  })

  it('gives every function every variable that the code reads, and the sweep its timer', () => {
    const wanted = new Set(codeFiles.filter(path => path.startsWith('cloudfunctions/')).flatMap(path => textOf(path).match(/\bLINTUAN_[A-Z0-9_]+/g) ?? []))
    for (const { name, envVariables } of deployment.functions) expect([...wanted].filter(variable => !(variable in envVariables)), name).toEqual([])
    expect(deployment.functions.find(one => one.name === 'timers')?.triggers).toMatchObject([{ type: 'timer' }])
  })
})
