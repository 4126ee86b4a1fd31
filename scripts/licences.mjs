// Checks that every installed package is under a licence we can live with. Part of `npm test`; needs no network.
import { fileURLToPath } from 'node:url'
import { unlicensed } from './lib/licences.mjs'
import { billOfMaterials } from './lib/npm-json.mjs'

const { components } = await billOfMaterials(fileURLToPath(new URL('..', import.meta.url)))
if (components.length === 0) throw new Error('no packages: install first')
const wrong = unlicensed(components)
for (const line of wrong) console.error(line)
console.log(`${components.length} packages, ${wrong.length} under a licence that nobody has looked at`)
if (wrong.length > 0) process.exit(1)
