// Under which licences packages may come into the project, as SPDX names them.

/** They ask for no more than to be named; nothing of ours falls under them. */
export const ALLOWED = new Set(['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Zlib', 'Unlicense', 'CC0-1.0', 'Python-2.0'])

/** Packages that say it otherwise, or not in their package.json, each looked at by a person; another version is looked at again. */
export const LOOKED_AT = {
  // Data of browsers' features, used when the app is built; the attribution is in its own files.
  'caniuse-lite': { licence: 'CC-BY-4.0' },
  'exif-parser@0.1.12': { licence: 'MIT' },
  'qrcode-terminal@0.12.0': { licence: 'Apache-2.0' },
  // Parts of @cloudbase/node-sdk, which is Apache-2.0 and published by the same owner; they carry no licence of their own.
  '@cloudbase/signature-nodejs@2.2.0': { licence: 'none stated' },
  '@cloudbase/wx-cloud-client-sdk@1.7.1': { licence: 'none stated' },
}

/** Whether an SPDX expression leaves us a licence that is allowed: of `OR` one, of `AND` all. Anything that cannot be read is not. */
export function isAllowed(expression) {
  const tokens = expression.match(/\(|\)|[^\s()]+/g) ?? []
  let at = 0
  const term = () => {
    if (tokens[at] !== '(') return ALLOWED.has(tokens[at++] ?? '')
    at += 1
    const inside = either()
    if (tokens[at++] !== ')') throw new SyntaxError(expression)
    return inside
  }
  const all = () => {
    let holds = term()
    while (tokens[at] === 'AND') {
      at += 1
      holds = term() && holds
    }
    return holds
  }
  const either = () => {
    let holds = all()
    while (tokens[at] === 'OR') {
      at += 1
      holds = all() || holds
    }
    return holds
  }
  try {
    return either() && at === tokens.length
  }
  catch {
    return false
  }
}

/** What a component of a CycloneDX document is under, as one expression; empty when it does not say. */
export function licenceOf({ licenses = [] }) {
  return licenses.map(({ expression, license }) => expression ?? license?.id ?? license?.name ?? '').filter(Boolean).join(' AND ')
}

/** Components that may not come in, one line each. */
export function unlicensed(components) {
  return components.flatMap((component) => {
    const { name, version, group } = component
    const full = group ? `${group}/${name}` : name
    const licence = licenceOf(component)
    const known = LOOKED_AT[`${full}@${version}`] ?? LOOKED_AT[full]
    if (isAllowed(licence) || (known && (licence === '' || licence === known.licence))) return []
    return [`${full}@${version}: ${licence || 'states no licence'}`]
  })
}
