/** Variables under which every page is read anew, for stories in which one person looks at what another has just done. */
export const FRESH_PAGES = { LINTUAN_PAGES_FOR_MS: '0' }
