package xlsxcheck

import (
	"slices"
	"strings"
)

// orders gives the children of an element in the order of the schema, by the element's namespace and name. Elements that are not
// listed are not checked; children marked * may be repeated.
func orders() map[string][]string {
	out := map[string][]string{}
	for _, o := range []struct{ of, below string }{
		{"worksheet", "sheetPr dimension sheetViews sheetFormatPr cols* sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter " +
			"sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting* dataValidations hyperlinks printOptions " +
			"pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing " +
			"legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"},
		{"workbook", "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr " +
			"oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr* webPublishObjects extLst"},
		{"styleSheet", "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"},
		{"xf", "alignment protection extLst"},
		{"dxf", "font numFmt fill alignment border protection extLst"},
		{"border", "start end left right top bottom diagonal vertical horizontal"},
		{"sheetPr", "tabColor outlinePr pageSetUpPr"},
		{"sheetView", "pane selection* pivotSelection* extLst"},
		{"row", "c* extLst"},
		{"c", "f v is extLst"},
		{"conditionalFormatting", "cfRule* extLst"},
		{"cfRule", "formula* colorScale dataBar iconSet extLst"},
		{"dataValidation", "formula1 formula2"},
		{"headerFooter", "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter"},
		{"comments", "authors commentList extLst"},
		{"comment", "text commentPr"},
		{"si", "t r* rPh* phoneticPr"},
		{"table", "autoFilter sortState tableColumns tableStyleInfo extLst"},
		{"xdr oneCellAnchor", "from ext sp grpSp graphicFrame cxnSp pic contentPart clientData"},
		{"xdr twoCellAnchor", "from to sp grpSp graphicFrame cxnSp pic contentPart clientData"},
		{"c chartSpace", "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart spPr txPr externalData printSettings userShapes extLst"},
		{"c chart", "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax extLst"},
		{"c barChart", "barDir grouping varyColors ser* dLbls gapWidth overlap serLines* axId* extLst"},
		{"c lineChart", "grouping varyColors ser* dLbls dropLines hiLowLines upDownBars marker smooth axId* extLst"},
		{"c doughnutChart", "varyColors ser* dLbls firstSliceAng holeSize extLst"},
		{"c ser", "idx order tx spPr marker invertIfNegative explosion pictureOptions dPt* dLbls trendline* errBars* cat val smooth shape extLst"},
		{"c catAx", "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx " +
			"crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst"},
		{"c valAx", "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx " +
			"crosses crossesAt crossBetween majorUnit minorUnit dispUnits extLst"},
		{"c dLbls", "dLbl* delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator showLeaderLines leaderLines extLst"},
	} {
		out[o.of] = strings.Fields(o.below)
	}
	return out
}

// order checks the elements of a part against the order of the schema.
func (b *book) order(name string, t *node, all map[string][]string) {
	t.walk(func(n *node) {
		key := n.name
		if n.ns != "" {
			key = n.ns + " " + n.name
		}
		order, ok := all[key]
		if !ok {
			return
		}
		last := -1
		for _, k := range n.kids {
			if k.name == "AlternateContent" && !slices.Contains(order, k.name) || k.ns != n.ns {
				continue
			}
			at, many := slices.Index(order, k.name), false
			if at < 0 {
				at, many = slices.Index(order, k.name+"*"), true
			}
			switch {
			case at < 0:
				b.fault(name, "%s does not belong below %s", k.name, n.name)
			case at < last:
				b.fault(name, "%s stands after %s below %s", k.name, strings.TrimSuffix(order[last], "*"), n.name)
			case at == last && !many:
				b.fault(name, "%s stands twice below %s", k.name, n.name)
			}
			last = max(last, at)
		}
	})
}
