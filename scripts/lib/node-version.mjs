/** Why this Node cannot run the project, or undefined when it can. Kept in step with `engines` in package.json. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  return fits ? undefined : `This project needs Node 20.19 or newer (or 22.12 or newer); this is ${version}. Get it from https://nodejs.org.`
}
