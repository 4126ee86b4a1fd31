export function isInstalled(root: string): boolean
export function installWhenNeeded(root: string): Promise<void>
