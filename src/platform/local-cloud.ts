/** Address of something the local cloud serves. The built H5 app is served by it, so a path is enough there. */
export function localCloudUrl(path: string): string {
  return `${import.meta.env.VITE_LOCAL_CLOUD || ''}${path}`
}
