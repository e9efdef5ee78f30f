/** What is needed of the library, by name, so that the rest stays out of the bundle. */
export { Document, isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments, visit } from "yaml";
