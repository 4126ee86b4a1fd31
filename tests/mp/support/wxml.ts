import { TmplGroup } from 'glass-easel-template-compiler'
import type { MiniProgram } from './files'

interface Finding { message: string, level: string, startLine: number, startColumn: number }

export interface CompiledWxml {
  /** An expression that makes an object of all templates by path. */
  code: string
  count: number
  /** What WeChat's compiler has against them, warnings included: WeChat itself refuses what is a warning here, such as a missing end tag. */
  problems: string[]
}

/** Compiles every template of a program with WeChat's own compiler. */
export function compileWxml(program: MiniProgram): CompiledWxml {
  const group = new TmplGroup()
  const files = program.ending('.wxml')
  const problems = files.flatMap(file => (group.addTmpl(file.slice(0, -'.wxml'.length), program.text(file)) as Finding[])
    .map(({ level, message, startLine, startColumn }) => `${file}:${startLine + 1}:${startColumn + 1} ${level}: ${message}`))
  for (const file of program.ending('.wxs')) group.addScript(file.slice(0, -'.wxs'.length), program.text(file))
  const code = group.getTmplGenObjectGroups()
  group.free()
  return { code, count: files.length, problems }
}
