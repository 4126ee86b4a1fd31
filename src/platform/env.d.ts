interface ImportMetaEnv {
  /** Origin of a local cloud, for development; without it the mini-program talks to CloudBase and H5 to where it came from. */
  readonly VITE_LOCAL_CLOUD?: string
  /** CloudBase environment of the mini-program; without it WeChat takes the first one of the account. */
  readonly VITE_CLOUD_ENV?: string
}
