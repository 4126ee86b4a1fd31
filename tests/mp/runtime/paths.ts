/** Joins a path as mini-programs write it, `../x`, `./x` or `/x`, to that of the file it stands in. Neither result nor file begins with a slash. */
export function joinPath(file: string, path: string): string {
  const parts = path.startsWith('/') ? [] : file.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
