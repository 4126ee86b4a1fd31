import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A compiled mini-program: one folder, read file by file. Paths are relative to it and written with slashes. */
export class MiniProgram {
  readonly files: readonly string[]

  constructor(readonly folder: string) {
    // What the developer tools read is no part of the program.
    this.files = listFiles(folder).filter(file => !/^project(\.private)?\.config\.json$/.test(file)).sort()
  }

  has(file: string): boolean {
    return this.files.includes(file)
  }

  ending(extension: string): string[] {
    return this.files.filter(file => file.endsWith(extension))
  }

  text(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  json<T>(file: string): T {
    return JSON.parse(this.text(file)) as T
  }

  bytes(file: string): number {
    return statSync(join(this.folder, file)).size
  }

  get app(): AppJson {
    return this.json<AppJson>('app.json')
  }

  /** The pages of the main package, then those of the others. */
  get pages(): string[] {
    const { pages, subPackages = [] } = this.app
    return [...pages, ...subPackages.flatMap(({ root, pages: own }) => own.map(page => `${root}/${page}`))]
  }
}

export interface AppJson {
  pages: string[]
  subPackages?: { root: string, pages: string[] }[]
  preloadRule?: Record<string, { packages: string[] }>
  tabBar?: { list: { pagePath: string, text: string, iconPath: string, selectedIconPath: string }[] }
}

function listFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name
    return entry.isDirectory() ? listFiles(folder, path) : [path]
  })
}
