import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(path => join(folder, path).replaceAll('\\', '/')).filter(path => /\.(vue|ts)$/.test(path))
}

describe('the gallery', () => {
  const gallery = filesBelow('src/pages-dev/gallery').map(path => readFileSync(path, 'utf8')).join('\n')

  it('shows every component there is', () => {
    const components = filesBelow('src/components').filter(path => path.endsWith('.vue'))
    expect(components.length).toBeGreaterThan(40)
    expect(components.filter(path => !gallery.includes(`from '@/${path.slice('src/'.length)}'`))).toEqual([])
  })
})
