import { spawn } from 'node:child_process'

/** Runs npm and answers what it wrote, whatever it ended with. npm is a batch file on Windows, which needs a shell. */
export function npm(args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32', ...options })
    const out = []
    const errors = []
    child.stdout.on('data', chunk => out.push(chunk))
    child.stderr.on('data', chunk => errors.push(chunk))
    child.on('error', reject)
    child.on('exit', code => resolve({ code, out: Buffer.concat(out).toString('utf8'), errors: Buffer.concat(errors).toString('utf8') }))
  })
}

/** Everything that is installed, as CycloneDX describes it; asks nobody. `runtime` leaves out what only building and testing need. */
export async function billOfMaterials(root, { format = 'cyclonedx', runtime = false } = {}) {
  const { code, out, errors } = await npm(['sbom', `--sbom-format=${format}`, ...runtime ? ['--omit=dev'] : []], { cwd: root })
  if (code !== 0) throw new Error(`npm sbom ended with ${code}: ${errors.trim()}`)
  return JSON.parse(out)
}
