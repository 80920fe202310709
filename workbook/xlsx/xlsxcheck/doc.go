// Package xlsxcheck says what is wrong with a workbook's parts: what Excel would refuse or repair where LibreOffice opens
// the file without a word. It is for tests. It reads by itself, with the standard library alone, and shares no code with
// the package whose files it judges. It knows nothing of what a workbook means.
//
// What it looks at: the package (entries, content types, relationships), each part being well-formed, the order of
// elements in the schema, references from one part to another (shared strings, formats, notes, links, names), Excel's
// limits, and ids that must be unique. It is no schema validation: attributes and values are looked at only where
// something has gone wrong before.
package xlsxcheck
