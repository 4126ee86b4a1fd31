import type { Log } from '../../ports'

const LONGEST_TEXT = 200
const FRAMES = 3
const CAUSES = 3

/**
 * Log lines as JSON on the console, which is where the platform collects them. An event carries its name and scalar fields. A fault carries
 * the names and codes of the error and its causes, and the places in the code, but never a message: messages quote ids, names and addresses.
 */
export function consoleLog(write: (line: string) => void = line => console.log(line)): Log {
  return {
    event(name, fields = {}) {
      const shown = Object.entries(fields).map(([field, value]) => [field, typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value])
      write(JSON.stringify({ ...Object.fromEntries(shown) as object, event: name }))
    },
    fault(where, error) {
      write(JSON.stringify({ fault: where, errors: causesOf(error).map(describeError), at: framesOf(error) }))
    },
  }
}

function causesOf(error: unknown): unknown[] {
  const chain = [error]
  while (chain.length < CAUSES) {
    const cause = (chain.at(-1) as { cause?: unknown } | undefined)?.cause
    if (cause === undefined || cause === null) break
    chain.push(cause)
  }
  return chain
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { code } = error as { code?: unknown }
  const known = (typeof code === 'string' || typeof code === 'number') && /^[\w.-]{1,64}$/.test(String(code))
  return known ? `${error.name} ${String(code)}` : error.name
}

/** The first places of the stack: function, file and line, none of which can hold data. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  return (error.stack ?? '').split('\n').map(line => line.trim()).filter(line => /^at .+:\d+:\d+\)?$/.test(line)).slice(0, FRAMES)
}
