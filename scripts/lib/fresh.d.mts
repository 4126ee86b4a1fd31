export function fingerprint(root: string, paths: string[], except?: string[]): string
export function buildWhenStale(options: {
  root: string
  sources: string[]
  except?: string[]
  result: string
  stamp: string
  build: () => Promise<unknown>
}): Promise<boolean>
