import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildWhenStale } from '../../../scripts/lib/fresh.mjs'
import { isInstalled } from '../../../scripts/lib/install.mjs'
import { nodeProblem } from '../../../scripts/lib/node-version.mjs'
import { temporaryFolder } from '../functions/shop'

describe('before anything starts', () => {
  it.each([
    ['v18.20.4', false], ['v20.18.3', false], ['v20.19.0', true], ['v21.7.0', false], ['v22.11.0', false], ['v22.12.0', true], ['v24.1.0', true],
  ])('Node %s fits: %s', (version, fits) => {
    expect(nodeProblem(version) === undefined).toBe(fits)
    if (!fits) expect(nodeProblem(version)).toContain(version)
  })

  it('knows whether what the lockfile lists is installed', () => {
    const root = temporaryFolder()
    const lock = (folder: string, name: string, version: string): void => {
      mkdirSync(join(root, folder), { recursive: true })
      writeFileSync(join(root, folder, name), JSON.stringify({ packages: { '': {}, 'node_modules/a': { version }, 'node_modules/odd': { version, optional: true } } }))
    }
    lock('.', 'package-lock.json', '1.0.0')
    expect(isInstalled(root)).toBe(false)
    lock('node_modules', '.package-lock.json', '1.0.0')
    expect(isInstalled(root)).toBe(true)
    lock('.', 'package-lock.json', '1.0.1')
    expect(isInstalled(root)).toBe(false)
  })

  it('builds again only when a source has changed or the result is gone', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'src'))
    writeFileSync(join(root, 'src', 'a.ts'), '1')
    let builds = 0
    const build = (): Promise<boolean> => buildWhenStale({
      root, sources: ['src'], except: ['src/made.json'], result: 'out', stamp: 'dist/stamp',
      build: async () => {
        builds += 1
        writeFileSync(join(root, 'src', 'made.json'), String(builds))
        writeFileSync(join(root, 'out'), '')
      },
    })
    expect([await build(), await build()]).toEqual([true, false])
    writeFileSync(join(root, 'src', 'a.ts'), '2')
    expect([await build(), await build()]).toEqual([true, false])
    expect(builds).toBe(2)
  })
})
