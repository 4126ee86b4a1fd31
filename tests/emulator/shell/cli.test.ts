import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { builtFixtures, config, temporaryFolder } from '../functions/shop'

interface Ended {
  code: number | null
  errors: string
}

/** As everyone starts it. */
const SOURCE = ['--import', 'tsx', 'emulator/cli.ts']
/** The same in one file, which starts five times as fast. */
const BUNDLE = [fileURLToPath(inject('programs').cli)]

async function launch(...args: string[]): ReturnType<typeof launchFrom> {
  return launchFrom(BUNDLE, ...args)
}

async function launchFrom(program: string[], ...args: string[]): Promise<{ child: ChildProcess, url: Promise<string>, ended: Promise<Ended> }> {
  const file = join(temporaryFolder(), 'cloudbaserc.json')
  writeFileSync(file, JSON.stringify(config))
  const child = spawn(process.execPath, [...program, '--config', file, '--functions', builtFixtures(), '--no-demo', ...args])
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => { errors += String(chunk) })
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, errors }))
  const url = new Promise<string>((resolve) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += String(chunk)
      const found = /(http:\S+)\/control/.exec(output)
      if (found?.[1]) resolve(found[1])
    })
  })
  return { child, url, ended }
}

async function command(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [...BUNDLE, ...args])
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => { errors += String(chunk) })
  const [code] = await once(child, 'exit') as [number | null]
  return { code, errors }
}

describe('the command line', () => {
  it('opens the shop, keeps its data, ends cleanly on a signal and begins afresh when told to', async () => {
    const data = temporaryFolder()
    const first = await launchFrom(SOURCE, '--port', '0', '--data', data)
    const url = await first.url
    await fetch(`${url}/control/people`, { method: 'POST', body: JSON.stringify({ count: 2 }), headers: { 'content-type': 'application/json' } })
    first.child.kill('SIGTERM')
    expect(await first.ended).toEqual({ code: 0, errors: '' })

    const second = await launch('--port', '0', '--data', data)
    const { people } = await (await fetch(`${await second.url}/control/people`)).json() as { people: unknown[] }
    expect(people).toHaveLength(8)
    second.child.kill('SIGINT')
    expect((await second.ended).code).toBe(0)

    const anew = await launch('--port', '0', '--data', data, '--fresh')
    expect(await (await fetch(`${await anew.url}/control/people`)).json()).toMatchObject({ people: { length: 6 } })
    anew.child.kill('SIGTERM')
    await anew.ended
  })

  it('moves a shop to another folder through one file, and imitates a plan', async () => {
    const [data, other, file] = [temporaryFolder(), temporaryFolder(), join(temporaryFolder(), 'shop.jsonl')]
    const first = await launch('--port', '0', '--data', data, '--plan', 'starter', '--latency', '3')
    const url = await first.url
    expect(await (await fetch(`${url}/control/limits`)).json()).toMatchObject({ limits: { plan: 'starter', connections: 20, latencyMs: 3 } })
    await fetch(`${url}/control/people`, { method: 'POST', body: JSON.stringify({ count: 2 }) })
    first.child.kill('SIGTERM')
    await first.ended
    expect(await command('export', file, '--data', data)).toEqual({ code: 0, errors: '' })
    expect(await command('import', file, '--data', other)).toEqual({ code: 0, errors: '' })
    expect(await command('import', file, '--data', other)).toMatchObject({ code: 1, errors: expect.stringMatching(/^There is data already; .*--fresh.*\n$/) as string })
    const second = await launch('--port', '0', '--data', other)
    const { people } = await (await fetch(`${await second.url}/control/people`)).json() as { people: unknown[] }
    expect(people).toHaveLength(8)
    second.child.kill('SIGTERM')
    await second.ended
  })

  it('says in one sentence why it does not start', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const inUse = await (await launch('--port', String(port), '--memory')).ended
    expect(inUse).toEqual({ code: 1, errors: `Port ${port} is in use by another program; choose another with --port.\n` })
    other.close()
    const nowhere = await (await launch('--port', '0', '--data', join('/dev/null', 'data'))).ended
    expect(nowhere).toMatchObject({ code: 1, errors: expect.stringMatching(/^The data folder .* cannot be written to \(ENOTDIR\); choose another with --data\.\n$/) as string })
    expect(await (await launch('--port', 'many')).ended).toEqual({ code: 1, errors: '--port wants a whole number from 0 to 65535, not "many".\n' })
    expect((await (await launch('--colour', 'red')).ended).code).toBe(1)
    expect(await (await launch('--memory', '--plan', 'gold')).ended).toEqual({ code: 1, errors: 'There is no plan "gold"; there are: none, starter, basic\n' })
    expect(await command('copy', 'x')).toEqual({ code: 1, errors: 'The commands are: export <file>, import <file>.\n' })
  })
})
