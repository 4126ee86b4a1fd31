const ENDS = ['high', 'critical']

/** What an answer of `npm audit --json` means: weaknesses, none, or that nobody could be asked. */
export function judge({ code, out }) {
  let report
  try {
    report = JSON.parse(out)
  }
  catch {
    return { ok: true, text: 'npm audit SKIPPED: the registry cannot be asked from here' }
  }
  const counts = report.metadata?.vulnerabilities
  if (!counts) return { ok: true, text: `npm audit SKIPPED: the registry cannot be asked from here (${report.error?.code ?? report.message ?? 'no answer'})` }
  const grave = Object.values(report.vulnerabilities ?? {}).filter(({ severity }) => ENDS.includes(severity)).map(({ name, severity, range }) => `  ${severity}: ${name} ${range}`)
  const sums = Object.entries(counts).filter(([name, count]) => name !== 'total' && count > 0).map(([name, count]) => `${count} ${name}`).join(', ')
  if (grave.length > 0) return { ok: false, text: `npm audit: ${sums}\n${grave.join('\n')}` }
  // Lesser ones are told; they also make npm end with 1.
  return { ok: code === 0 || counts.total > 0, text: `npm audit: ${sums || 'nothing known'}` }
}
