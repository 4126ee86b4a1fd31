// Looks into everything that is shipped for secrets and personal data that were planted when it was built. Part of `npm test`.
import { fileURLToPath } from 'node:url'
import { leaksBelow, PLANTED, SERVER_ONLY } from './lib/planted.mjs'
import { run } from './lib/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

async function main() {
  process.chdir(root)
  await run(process.execPath, ['--import', 'tsx', 'scripts/build-functions.ts'], { cwd: root, env: { ...process.env, ...PLANTED } })
  const looked = [
    ['dist/cloudfunctions', []],
    // The app has no business with what only the server is configured with, not even its name.
    ['dist/build/h5', SERVER_ONLY],
    ['dist/build/mp-weixin', SERVER_ONLY],
  ].map(([folder, also]) => ({ folder, ...leaksBelow(folder, also) }))
  for (const { folder, files, found } of looked) console.log(`${folder}: ${files} files, ${found.length} found`)
  const all = looked.flatMap(({ found }) => found)
  for (const line of all) console.error(line)
  if (all.length > 0) process.exit(1)
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
