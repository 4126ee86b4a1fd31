let wanted: string | null = null

/** A tab page cannot be opened with a query: whoever opens the order list says here which of its tabs should be on show. */
export function wantTab(tab: string): void {
  wanted = tab
}

/** The tab asked for since the last look, if any. */
export function takeWantedTab(): string | null {
  const tab = wanted
  wanted = null
  return tab
}
