import { spawn } from 'node:child_process'

/** A step that ended badly; the message has been printed by the step itself. */
export class StepFailed extends Error {
  constructor(command, code) {
    super(`${command} ended with ${code}`)
    this.code = code
  }
}

/** Runs a command in the foreground and resolves when it succeeded. npm and npx are batch files on Windows, which need a shell. */
export async function run(command, args, options = {}) {
  const code = await new Promise((resolve, reject) => {
    const child = start(command, args, options)
    child.on('error', reject)
    child.on('exit', (status, signal) => resolve(status ?? signal))
  })
  if (code !== 0) throw new StepFailed([command, ...args].join(' '), code)
}

/** Starts a command and leaves it running. */
export function start(command, args, options = {}) {
  return spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' && /^np[mx]$/.test(command), ...options })
}
