import { createServer } from 'node:net'

/** Whether a port of the loopback interface can be opened; with 0 the number of one that can. Undefined when it cannot. */
export function openablePort(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen(port, '127.0.0.1', () => {
      const { port: opened } = probe.address()
      probe.close(() => resolve(opened))
    })
  })
}
