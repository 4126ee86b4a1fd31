/** Friday, ten in the morning in Shanghai. */
export const START = Date.UTC(2026, 4, 1, 2, 0, 0)
