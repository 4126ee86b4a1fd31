import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tcb from '@cloudbase/node-sdk'
import { declaredVariables } from '../emulator/cloudbase/functions/environment'
import { type ProjectConfig, readConfig } from '../emulator/project-config'
import { buildFunctions } from './build-functions'

/** The version of CloudBase's command line whose commands are used below. */
const CLI = '@cloudbase/cli@2.12.10'

/** What must be in the environment, and what it is. */
const REQUIRED: Record<string, string> = {
  TENCENTCLOUD_SECRETID: 'Tencent Cloud API key id (console.cloud.tencent.com/cam/capi)',
  TENCENTCLOUD_SECRETKEY: 'Tencent Cloud API key',
  TCB_ENV: 'id of the CloudBase environment',
  LINTUAN_APPID: 'appid of the mini-program',
  LINTUAN_APP_SECRET: 'its app secret',
  LINTUAN_MCHID: 'WeChat Pay merchant number',
  LINTUAN_MCH_SERIAL: 'serial number of the merchant\'s API certificate',
  LINTUAN_MCH_KEY: 'the merchant\'s private key: PKCS#8 DER, base64',
  LINTUAN_APIV3_KEY: 'the merchant\'s APIv3 key, 32 characters',
  LINTUAN_DATA_KEY: '32 random bytes in base64 under which card codes and personal data are kept (openssl rand -base64 32), kept safe: without it none can be read',
  LINTUAN_NOTIFY_URL: 'https address under which pay-notify is reached, for example https://<env>.<region>.app.tcloudbase.com/pay-notify',
}

export const REQUIRED_NAMES: readonly string[] = Object.keys(REQUIRED)

const DEFAULTS: Record<string, string> = {
  LINTUAN_PAY_KEY_ID: '',
  LINTUAN_PAY_PUBLIC_KEY: '',
  LINTUAN_PAY_BASE_URL: 'https://api.mch.weixin.qq.com',
  LINTUAN_WECHAT_BASE_URL: 'https://api.weixin.qq.com',
  LINTUAN_OWNER_OPENID: '',
  LINTUAN_PAGES_FOR_MS: '',
  LINTUAN_DATA_KEYS_EARLIER: '',
  LINTUAN_FACEID_MERCHANT: '',
  LINTUAN_FACEID_SECRET_ID: '',
  LINTUAN_FACEID_SECRET_KEY: '',
  LINTUAN_FACEID_BASE_URL: 'https://faceid.tencentcloudapi.com',
}

/** What keeps the deployment from being made, one line each; empty when nothing does. */
export function deploymentProblems(env: Record<string, string | undefined>): string[] {
  const missing = Object.entries(REQUIRED).filter(([name]) => !env[name]).map(([name, meaning]) => `${name} is missing: ${meaning}`)
  const oneOfTwo = Boolean(env.LINTUAN_PAY_KEY_ID) !== Boolean(env.LINTUAN_PAY_PUBLIC_KEY)
    ? ['LINTUAN_PAY_KEY_ID and LINTUAN_PAY_PUBLIC_KEY belong together: set both (public-key mode) or neither (platform certificates)']
    : []
  const key = env.LINTUAN_APIV3_KEY && env.LINTUAN_APIV3_KEY.length !== 32 ? ['LINTUAN_APIV3_KEY must have 32 characters'] : []
  const dataKey = env.LINTUAN_DATA_KEY && !/^[0-9A-Za-z+/]{43}=$/.test(env.LINTUAN_DATA_KEY) ? ['LINTUAN_DATA_KEY must be 32 bytes in base64, 44 characters'] : []
  const notify = env.LINTUAN_NOTIFY_URL && !/^https:\/\/[^?#]+$/.test(env.LINTUAN_NOTIFY_URL) ? ['LINTUAN_NOTIFY_URL must be an https address without a query'] : []
  return [...missing, ...oneOfTwo, ...key, ...dataKey, ...notify]
}

/** What the command line has no command for and somebody must set in the console, from the same file the local cloud reads. */
export function remainingSteps(project: ProjectConfig): string[] {
  const closed = Object.entries(project.rules.functions).filter(([, rule]) => rule === false).map(([name]) => name)
  const indexes = project.database.indexes.map(({ collection, name, fields, unique }) =>
    `  ${collection}.${name}${unique ? ' (unique)' : ''}: ${fields.map(({ field, direction }) => `${field} ${direction}`).join(', ')}`)
  return [
    `Functions → permissions: {${closed.map(name => `"${name}": {"invoke": false}`).join(', ')}}`,
    `Database → permissions: no access from clients ("ADMINONLY") for ${project.database.collections.join(', ')}`,
    `Database → indexes:\n${indexes.join('\n')}`,
  ]
}

function cli(args: string[], env: NodeJS.ProcessEnv): void {
  const command = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const { status } = spawnSync(command, ['--yes', CLI, ...args], { stdio: 'inherit', env, shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`The CloudBase command line failed at: ${args.slice(0, 3).join(' ')}`)
}

/** Collections that exist already are left as they are. */
async function createCollections(project: ProjectConfig, env: Record<string, string | undefined>): Promise<void> {
  const app = tcb.init({ env: env.TCB_ENV, secretId: env.TENCENTCLOUD_SECRETID, secretKey: env.TENCENTCLOUD_SECRETKEY })
  for (const name of project.database.collections) {
    await app.database().createCollection(name).catch((error: { code?: string, message?: string }) => {
      if (!/EXIST/i.test(`${error.code ?? ''} ${error.message ?? ''}`)) throw error
    })
  }
}

async function deploy(env: NodeJS.ProcessEnv): Promise<void> {
  const project = readConfig('cloudbaserc.json')
  const available = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]))
  for (const fn of project.functions) declaredVariables(fn, available)
  await buildFunctions()
  // A home of its own, so that the login of whoever sits at this machine is neither used nor replaced.
  const home = mkdtempSync(join(tmpdir(), 'lintuan-deploy-'))
  const own = { ...env, HOME: home, USERPROFILE: home }
  try {
    cli(['login', '--apiKeyId', available.TENCENTCLOUD_SECRETID ?? '', '--apiKey', available.TENCENTCLOUD_SECRETKEY ?? ''], own)
    for (const { name } of project.functions) {
      const access = name === 'pay-notify' ? ['--path', '/pay-notify'] : []
      cli(['fn', 'deploy', name, '--force', '--yes', '-e', available.TCB_ENV ?? '', ...access], own)
    }
  }
  finally {
    rmSync(home, { recursive: true, force: true })
  }
  await createCollections(project, env)
  console.log(`\nDeployed. What the command line cannot do, and is done once in the CloudBase console:\n\n${remainingSteps(project).join('\n')}`)
}

async function main(): Promise<void> {
  const env = { ...DEFAULTS, ...process.env }
  const problems = deploymentProblems(env)
  if (problems.length > 0) {
    console.error(`Not deployed:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
    process.exit(1)
  }
  await deploy(env)
}

if (import.meta.filename === process.argv[1]) await main()
