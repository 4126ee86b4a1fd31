export const PLANTED: Readonly<Record<string, string>>
export const SERVER_ONLY: readonly string[]
export function leaksIn(text: string, also?: readonly string[]): string[]
export function leaksBelow(folder: string, also?: readonly string[]): { files: number; found: string[] }
