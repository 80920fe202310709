package xlsx

// vocabulary identifies a namespace; the Strict and Transitional names of one vocabulary are the same.
type vocabulary uint8

const (
	nsNone vocabulary = iota
	nsForeign
	nsMain
	nsOfficeRel
	nsPackageRel
	nsContentTypes
	nsCore
	nsDC
	nsDCTerms
	nsCustom
	nsVariant
)

func vocabularyOf(uri []byte) vocabulary {
	switch string(uri) {
	case "":
		return nsNone
	case "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main":
		return nsMain
	case "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
		"http://purl.oclc.org/ooxml/officeDocument/relationships":
		return nsOfficeRel
	case "http://schemas.openxmlformats.org/package/2006/relationships":
		return nsPackageRel
	case "http://schemas.openxmlformats.org/package/2006/content-types":
		return nsContentTypes
	case "http://schemas.openxmlformats.org/package/2006/metadata/core-properties":
		return nsCore
	case "http://purl.org/dc/elements/1.1/":
		return nsDC
	case "http://purl.org/dc/terms/":
		return nsDCTerms
	case "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
		"http://purl.oclc.org/ooxml/officeDocument/customProperties":
		return nsCustom
	case "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
		"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes":
		return nsVariant
	}
	return nsForeign
}
