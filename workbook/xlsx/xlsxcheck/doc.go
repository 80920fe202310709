// Package xlsxcheck says what is wrong with a workbook's parts: what Excel would refuse or repair where LibreOffice opens the file
// without a word. It is for tests. It reads files by itself, with the standard library alone, and shares no code with the package
// whose files it judges. It knows nothing of what a workbook means.
//
// It checks the package (entries, content types, relationships), that each part is well-formed, the order of elements in the schema,
// references from one part to another (shared strings, formats, notes, links, names), Excel's limits, and ids that must be unique. It
// is no schema validation: attributes and values are checked only where something has gone wrong before.
package xlsxcheck
