// `npm audit` as a step of the build server: known weaknesses of high weight in what is deployed end it. Says so and goes on where no registry
// answers such questions, because a build without a network is not a worse build.
import { fileURLToPath } from 'node:url'
import { judge } from './lib/audit.mjs'
import { npm } from './lib/npm-json.mjs'

const cwd = fileURLToPath(new URL('..', import.meta.url))
const verdict = judge(await npm(['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], { cwd }))
console.log(verdict.text)
if (!verdict.ok) process.exit(1)
