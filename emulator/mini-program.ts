import { existsSync, readFileSync } from 'node:fs'

interface PagesJson {
  pages?: { path: string }[]
  subPackages?: { root: string, pages: { path: string }[] }[]
}

/** The paths of the mini-program's pages, main package first; none when there is no pages.json. */
export function readPages(file = 'src/pages.json'): string[] {
  if (!existsSync(file)) return []
  // uni-app allows comment lines, among them its conditions.
  const text = readFileSync(file, 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')
  const { pages = [], subPackages = [] } = JSON.parse(text) as PagesJson
  return [
    ...pages.map(page => page.path),
    ...subPackages.flatMap(({ root, pages: own }) => own.map(page => `${root}/${page.path}`)),
  ]
}

/** Where a mini-program code leads on this machine: the same page of the H5 app. */
export function codeTarget(url: string, page: string, scene: string): string {
  return `${url}/#/${page}?scene=${encodeURIComponent(scene)}`
}
