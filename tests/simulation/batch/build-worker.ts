import { readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** One place of the product's source, exactly as it stands, and what stands there in the worker instead. */
export interface Patch {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A patch whose place is not there, or there twice: the product has moved on, and the patch must follow. */
export class PatchDoesNotApply extends Error {
  override name = 'PatchDoesNotApply'
}

/** Bundles the worker, with the product's source as it is or patched, under `dist/simulation`. Answers the file. */
export async function buildWorker(name: string, patches: readonly Patch[] = []): Promise<string> {
  const outfile = resolve(ROOT, `dist/simulation/${name}/worker.mjs`)
  const files = new Set(patches.map(patch => patch.file))
  const applied = new Set<string>()
  const plugin: Plugin = {
    name: 'patches',
    setup: ({ onLoad }) => onLoad({ filter: /[\\/]cloudfunctions[\\/].*\.ts$/ }, ({ path }) => {
      const file = relative(ROOT, path).split(sep).join('/')
      if (!files.has(file)) return undefined
      applied.add(file)
      return { contents: patched(readFileSync(path, 'utf8'), patches.filter(patch => patch.file === file)), loader: 'ts' }
    }),
  }
  for (const patch of patches) patched(readFileSync(resolve(ROOT, patch.file), 'utf8'), [patch])
  await build({
    entryPoints: [resolve(ROOT, 'tests/simulation/batch/worker.ts')], outfile,
    bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'silent', plugins: [plugin],
  })
  for (const file of files) if (!applied.has(file)) throw new PatchDoesNotApply(`${file} is not part of what is simulated`)
  return outfile
}

function patched(source: string, patches: readonly Patch[]): string {
  return patches.reduce((text, { file, find, replace }) => {
    if (text.split(find).length !== 2) throw new PatchDoesNotApply(`${file} holds this ${text.split(find).length - 1} times: ${find}`)
    return text.replace(find, () => replace)
  }, source)
}
