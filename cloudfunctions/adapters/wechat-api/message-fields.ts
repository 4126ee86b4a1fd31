/** How long each kind of template field may be. A field's kind is its name without the number. */
const LIMITS: Readonly<Record<string, number>> = {
  thing: 20, number: 32, letter: 32, symbol: 5, character_string: 32, phone_number: 17, car_number: 8, phrase: 5, amount: 12, time: 32, date: 32,
}

const NAME_LIMIT = { chinese: 10, latin: 20 }

/**
 * Template fields as WeChat takes them: each cut to the limit of its kind, with an ellipsis where words were lost, and never empty. A field
 * too long by one character would have the whole message refused (S35).
 */
export function templateData(fields: Readonly<Record<string, string>>): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, { value: fitted(name.replace(/\d+$/, ''), text) }]))
}

function fitted(kind: string, text: string): string {
  const clean = text.replace(/\s+/g, ' ').trim()
  switch (kind) {
    case 'thing': case 'phrase': return cut(clean, LIMITS[kind] ?? 0, kind === 'thing') || '-'
    case 'name': return cut(clean, /^[\x20-\x7e]*$/.test(clean) ? NAME_LIMIT.latin : NAME_LIMIT.chinese, false) || '-'
    case 'number': return cut(clean.replace(/[^\d.-]/g, ''), LIMITS.number ?? 0, false) || '0'
    case 'character_string': return cut(clean.replace(/[^\x20-\x7e]/g, ''), LIMITS.character_string ?? 0, false) || '-'
    default: return cut(clean, LIMITS[kind] ?? LIMITS.thing ?? 0, false) || '-'
  }
}

function cut(text: string, limit: number, ellipsis: boolean): string {
  const characters = [...text]
  if (characters.length <= limit) return text
  return ellipsis ? `${characters.slice(0, limit - 1).join('')}…` : characters.slice(0, limit).join('')
}
