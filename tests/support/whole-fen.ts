/** Amounts that are no whole fen, wherever they stand in a value, by their path (X12). */
export function brokenFen(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => {
    const here = path ? `${path}.${name}` : name
    const wrong = typeof one === 'number' && /Fen$|^points$|^growth$/.test(name) && !Number.isSafeInteger(one)
    return [...(wrong ? [`${here}: ${String(one)}`] : []), ...brokenFen(one, here)]
  })
}
