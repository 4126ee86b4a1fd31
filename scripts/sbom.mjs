// `npm run sbom`: writes down what the project is made of, as CycloneDX and SPDX, everything and what is deployed apart.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { billOfMaterials } from './lib/npm-json.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'dist', 'sbom')
mkdirSync(folder, { recursive: true })
for (const format of ['cyclonedx', 'spdx']) {
  for (const runtime of [true, false]) {
    const document = await billOfMaterials(root, { format, runtime })
    const name = `${runtime ? 'runtime' : 'everything'}.${format}.json`
    writeFileSync(join(folder, name), `${JSON.stringify(document, null, 2)}\n`)
    console.log(`dist/sbom/${name}: ${(document.components ?? document.packages).length} packages`)
  }
}
