import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../emulator/control/faults'
import { Child } from '../bench/child'
import type { Memory } from '../bench/server'
import { brokenRequest, type BrokenRequest } from './broken-requests'

export interface FuzzResult {
  requests: number
  /** How often each code was answered. */
  codes: Map<string, number>
  problems: string[]
  heapMbBefore: number
  heapMbAfter: number
}

const DOCUMENTS = 300
const SIDE_BY_SIDE = 16
/** So many requests come first: what is loaded and compiled at their sight is no leak. */
const WARM_UP = 300

/** Sends requests that can never go through to the local cloud's wire, and looks at its answers, its database and its memory. */
export async function fuzz(requests: number, seed: number, server: URL | string = new URL('../bench/server.ts', import.meta.url)): Promise<FuzzResult> {
  const data = mkdtempSync(join(tmpdir(), 'lintuan-fuzz-'))
  const { child, greeting } = await Child.start(server, [data, String(DOCUMENTS)], ['--expose-gc'])
  const agent = new Agent({ keepAlive: true })
  const random = seededRandom(seed)
  const result: FuzzResult = { requests, codes: new Map(), problems: [], heapMbBefore: 0, heapMbAfter: 0 }
  let sent = 0
  const sendUntil = async (total: number): Promise<void> => {
    while (sent < total) {
      sent += 1
      judge(result, await send(`${String(greeting)}/admin`, agent, brokenRequest(random)))
    }
  }
  const phase = (total: number): Promise<unknown> => Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => sendUntil(total)))
  const heapMb = async (): Promise<number> => (await child.ask({ ask: 'memory' }) as Memory).heapMb
  try {
    const before = await child.ask({ ask: 'hash' })
    await phase(WARM_UP)
    result.heapMbBefore = await heapMb()
    await phase(WARM_UP + requests)
    result.heapMbAfter = await heapMb()
    if (await child.ask({ ask: 'hash' }) !== before) result.problems.push('the database has changed')
    await child.ask({ ask: 'stop' })
  }
  finally {
    agent.destroy()
    await child.stop()
    rmSync(data, { recursive: true, force: true })
  }
  return result
}

interface Answer {
  sent: BrokenRequest
  /** Undefined where the connection was ours to break. */
  text: string | undefined
}

function send(url: string, agent: Agent, sent: BrokenRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, headers, body, cut } = sent
    const call = request(url, { method, agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) + (cut ? 1 : 0) } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ sent, text: Buffer.concat(chunks).toString() })).on('error', reject)
    })
    call.on('error', error => cut ? resolve({ sent, text: undefined }) : reject(error))
    if (cut) call.write(body, () => call.destroy())
    else call.end(body)
  })
}

/** An answer is a refusal with a code and words; never an accident of ours, never what was asked for. */
function judge(result: FuzzResult, { sent, text }: Answer): void {
  if (text === undefined) return
  const shown = sent.body.slice(0, 300)
  try {
    const { requestId, code, message } = JSON.parse(text) as { requestId?: unknown; code?: unknown; message?: unknown }
    if (typeof requestId !== 'string' || typeof code !== 'string' || typeof message !== 'string' || !/^[A-Z][A-Z_]+$/.test(code)) {
      result.problems.push(`${shown} was answered ${text.slice(0, 300)}`)
      return
    }
    if (message.includes('InternalError')) result.problems.push(`${shown} is an accident: ${message}`)
    result.codes.set(code, (result.codes.get(code) ?? 0) + 1)
  }
  catch {
    result.problems.push(`${shown} was answered with no JSON: ${text.slice(0, 300)}`)
  }
}
