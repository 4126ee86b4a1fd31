export {
  ConnectionLost, Database, type DatabaseOptions, type Explanation, type IndexDeclaration, type Limits, type Reply, type UnindexedQuery,
} from './database'
export { FileRefused } from './sqlite-file'
