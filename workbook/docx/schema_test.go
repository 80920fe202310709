package docx

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
)

// schemaOrder is the order of ECMA-376 (transitional) for the children of properties. Word calls a document damaged if they are in another
// order; LibreOffice and WPS do not mind, so opening it there proves nothing.
var schemaOrder = map[string]string{
	"pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku " +
		"wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents " +
		"suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
	"rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing " +
		"w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
	"tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout " +
		"tblCellMar tblLook tblCaption tblDescription",
	"tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
	"trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
	"sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign " +
		"noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
	"pBdr":       "top left bottom right between bar",
	"tblBorders": "top left start bottom right end insideH insideV",
	"tcBorders":  "top left start bottom right end insideH insideV tl2br tr2bl",
	"tblCellMar": "top left start bottom right end",
	"style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose " +
		"personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
	"styles":  "docDefaults latentStyles style",
	"tbl":     "bookmarkStart bookmarkEnd tblPr tblGrid tr",
	"tr":      "tblPrEx trPr tc",
	"font":    "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
	"p":       "pPr r hyperlink bookmarkStart bookmarkEnd",
	"tc":      "tcPr p tbl",
	"drawing": "anchor inline",
	"inline":  "extent effectExtent docPr cNvGraphicFramePr graphic",
}

// unordered lists the elements of which only the first name has a fixed place.
var unordered = []string{"p", "tc"}

// Everything that needs an order is in order, and there are no elements that the schema does not have there.
func TestSchemaOrder(t *testing.T) {
	data, err := Write(sample())
	if err != nil {
		t.Fatal(err)
	}
	looked := map[string]int{}
	for name, part := range unzip(t, data) {
		if !strings.HasPrefix(name, "word/") || !strings.HasSuffix(name, ".xml") || strings.Contains(name, "chart") || strings.Contains(name, "embed") {
			continue
		}
		for _, fault := range outOfOrder(t, name, part, looked) {
			t.Error(fault)
		}
	}
	for _, element := range []string{"pPr", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "style", "inline", "font"} {
		if looked[element] == 0 {
			t.Errorf("no %s was looked at", element)
		}
	}
	wrong := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pPr><w:jc/><w:ind/></w:pPr><w:rPr><w:bold/></w:rPr></w:document>`
	if found := outOfOrder(t, "wrong", []byte(wrong), map[string]int{}); len(found) != 2 {
		t.Errorf("of two faults %v were found", found)
	}
}

// outOfOrder lists the elements of a part that are not in the schema's order.
func outOfOrder(t *testing.T, name string, part []byte, looked map[string]int) []string {
	t.Helper()
	var faults, path []string
	var reached []int
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return faults
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if n := len(path); n > 0 {
				parent := path[n-1]
				if order, known := schemaOrder[parent]; known {
					at := slices.Index(strings.Fields(order), x.Name.Local)
					switch {
					case at < 0:
						faults = append(faults, name+": "+parent+" holds "+x.Name.Local)
					case at < reached[n-1] && (at == 0 || !slices.Contains(unordered, parent)):
						faults = append(faults, name+": "+x.Name.Local+" stands too late in "+parent)
					}
					reached[n-1] = max(reached[n-1], at)
					looked[parent]++
				}
			}
			path, reached = append(path, x.Name.Local), append(reached, -1)
		case xml.EndElement:
			path, reached = path[:len(path)-1], reached[:len(reached)-1]
		}
	}
}
