export function buildConsole(root: string): Promise<boolean>
