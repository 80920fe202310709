package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

const (
	chartNamespace   = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	drawNamespace    = "http://schemas.openxmlformats.org/drawingml/2006/main"
	placedNamespace  = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
	emuPerPixel      = 9525
	defaultChartWide = 480
	defaultChartHigh = 288
)

// drawing writes the charts of a sheet. A chart without a last cell is tied to its upper left cell alone, so that heights
// of rows do not stretch it.
func (w *bookWriter) drawing(i int, s *sheet.Sheet, rels *sheetRels) (string, error) {
	if s.Layout == nil || len(s.Layout.Charts) == 0 {
		return "", nil
	}
	number := strconv.Itoa(i + 1)
	var b strings.Builder
	b.WriteString(xmlHead + `<xdr:wsDr xmlns:xdr="` + placedNamespace + `" xmlns:a="` + drawNamespace + `">`)
	own := &sheetRels{}
	for k := range s.Layout.Charts {
		c := &s.Layout.Charts[k]
		part, err := w.chartPart(s, c)
		if err != nil {
			return "", err
		}
		w.charts++
		name := "chart" + strconv.Itoa(w.charts) + ".xml"
		w.parts["xl/charts/"+name] = part
		id := own.add("chart", "../charts/"+name, false)
		width, height := c.Width, c.Height
		if width <= 0 {
			width = defaultChartWide
		}
		if height <= 0 {
			height = defaultChartHigh
		}
		from := fmt.Sprintf(`<xdr:from><xdr:col>%d</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>`, max(0, c.At.Col-1), max(0, c.At.Row-1))
		anchor, open, ext := "oneCellAnchor", "", fmt.Sprintf(`<xdr:ext cx="%d" cy="%d"/>`, width*emuPerPixel, height*emuPerPixel)
		if c.To.Row > 0 && c.To.Col > 0 {
			anchor, open = "twoCellAnchor", ` editAs="oneCell"`
			ext = fmt.Sprintf(`<xdr:to><xdr:col>%d</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>%d</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>`, c.To.Col, c.To.Row)
		}
		fmt.Fprintf(&b, `<xdr:%s%s>%s%s`+
			`<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="%d" name="Chart %d" descr="%s"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>`+
			`<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="%s"><c:chart xmlns:c="%s" xmlns:r="%s" r:id="%s"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:%s>`,
			anchor, open, from, ext, k+2, w.charts, escapeAttr(c.Title), chartNamespace, chartNamespace, officeNamespace, id, anchor)
	}
	b.WriteString("</xdr:wsDr>")
	w.parts["xl/drawings/drawing"+number+".xml"] = []byte(b.String())
	w.parts["xl/drawings/_rels/drawing"+number+".xml.rels"] = own.part()
	id := rels.add("drawing", "../drawings/drawing"+number+".xml", false)
	return `<drawing xmlns:r="` + officeNamespace + `" r:id="` + id + `"/>`, nil
}

// ChartPart writes a chart over a book for another document that carries the book along: the chart's own XML, with the
// values that it shows.
func ChartPart(book *sheet.Book, c *sheet.Chart) ([]byte, error) {
	w := &bookWriter{book: book}
	return w.chartPart(&sheet.Sheet{}, c)
}

// chartPart writes one chart with the values that it shows: viewers that compute nothing draw it from these.
func (w *bookWriter) chartPart(s *sheet.Sheet, c *sheet.Chart) ([]byte, error) {
	var series strings.Builder
	for i := range c.Series {
		part, err := w.seriesXML(c, i)
		if err != nil {
			return nil, &LimitError{Limit: LimitChart, Sheet: s.Name, Cell: c.At.String()}
		}
		series.WriteString(part)
	}
	var b strings.Builder
	b.WriteString(xmlHead + `<c:chartSpace xmlns:c="` + chartNamespace + `" xmlns:a="` + drawNamespace + `" xmlns:r="` + officeNamespace + `">`)
	b.WriteString(`<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>`)
	if c.Title != "" {
		b.WriteString(`<c:title>` + chartText(c.Title, 1100, true) + `<c:overlay val="0"/></c:title>`)
	}
	b.WriteString(`<c:autoTitleDeleted val="` + zeroOne(c.Title == "") + `"/><c:plotArea><c:layout/>`)
	b.WriteString(plotXML(c, series.String()))
	b.WriteString(`<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>`)
	if len(c.Series) > 1 || c.Type == sheet.DoughnutChart {
		b.WriteString(`<c:legend><c:legendPos val="b"/><c:overlay val="0"/>` + chartFont(900, inkSoft) + `</c:legend>`)
	}
	b.WriteString(`<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>`)
	b.WriteString(`<c:spPr><a:solidFill><a:srgbClr val="` + white + `"/></a:solidFill><a:ln w="9525"><a:solidFill><a:srgbClr val="` + greyLine + `"/></a:solidFill></a:ln></c:spPr>`)
	b.WriteString(chartFont(900, ink) + `</c:chartSpace>`)
	return []byte(b.String()), nil
}

// plotXML writes the group of series and its axes.
func plotXML(c *sheet.Chart, series string) string {
	switch c.Type {
	case sheet.DoughnutChart:
		return `<c:doughnutChart><c:varyColors val="1"/>` + series + `<c:firstSliceAng val="0"/><c:holeSize val="58"/></c:doughnutChart>`
	case sheet.LineChart:
		return `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>` + series + `<c:marker val="1"/><c:axId val="1001"/><c:axId val="1002"/></c:lineChart>` + axesXML(c, false)
	}
	direction, grouping, overlap := "col", "clustered", "-10"
	lying := c.Type == sheet.BarChart || c.Type == sheet.StackedBarChart
	if lying {
		direction = "bar"
	}
	if c.Type == sheet.StackedBarChart || c.Type == sheet.StackedColumnChart {
		grouping, overlap = "stacked", "100"
	}
	return `<c:barChart><c:barDir val="` + direction + `"/><c:grouping val="` + grouping + `"/><c:varyColors val="0"/>` + series +
		`<c:gapWidth val="60"/><c:overlap val="` + overlap + `"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>` + axesXML(c, lying)
}

// axesXML writes the axis of categories and the axis of values. Horizontal bars stand in the order of the rows, from the top down.
func axesXML(c *sheet.Chart, lying bool) string {
	categories, values, order, crosses := "b", "l", "minMax", "autoZero"
	if lying {
		categories, values, order, crosses = "l", "b", "maxMin", "max"
	}
	scale := ""
	if c.AxisMax > 0 {
		scale = `<c:max val="` + number(c.AxisMax) + `"/><c:min val="0"/>`
	}
	step := ""
	if c.AxisStep > 0 {
		step = `<c:majorUnit val="` + number(c.AxisStep) + `"/>`
	}
	title := ""
	if c.AxisUnit != "" {
		title = `<c:title>` + chartText(c.AxisUnit, 900, false) + `<c:overlay val="0"/></c:title>`
	}
	// Every bar gets its name: a program that thinks the names too many would leave some out. Names under upright bars are turned.
	names, skip := chartFont(900, ink), ""
	if c.Type != sheet.LineChart {
		skip = `<c:tickLblSkip val="1"/>`
	}
	if c.Type == sheet.StackedColumnChart {
		names = strings.Replace(chartFont(800, ink), "<a:bodyPr/>", `<a:bodyPr rot="-5400000" vert="horz"/>`, 1)
	}
	if lying {
		names = chartFont(800, ink)
	}
	line := `<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="` + greyLine + `"/></a:solidFill></a:ln></c:spPr>`
	return `<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="` + order + `"/></c:scaling><c:delete val="0"/><c:axPos val="` + categories + `"/>` +
		`<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>` + line + names +
		`<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>` + skip + `<c:noMultiLvlLbl val="1"/></c:catAx>` +
		`<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>` + scale + `</c:scaling><c:delete val="0"/><c:axPos val="` + values + `"/>` +
		`<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="E4E4E4"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>` + title +
		`<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` +
		`<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>` + chartFont(900, inkSoft) + `<c:crossAx val="1001"/><c:crosses val="` + crosses + `"/><c:crossBetween val="between"/>` + step + `</c:valAx>`
}

// seriesXML writes a series with its colours and values.
func (w *bookWriter) seriesXML(c *sheet.Chart, i int) (string, error) {
	s := &c.Series[i]
	var b strings.Builder
	fmt.Fprintf(&b, `<c:ser><c:idx val="%d"/><c:order val="%d"/>`, i, i)
	if s.Name != "" {
		if cells, err := w.chartCells(s.Name); err == nil {
			b.WriteString(`<c:tx><c:strRef><c:f>` + escapeText(s.Name) + `</c:f>` + textCache(cells) + `</c:strRef></c:tx>`)
		} else {
			b.WriteString(`<c:tx><c:v>` + escapeText(s.Name) + `</c:v></c:tx>`)
		}
	}
	color := strongColor(s.Role)
	if c.Type == sheet.LineChart {
		b.WriteString(`<c:spPr><a:ln w="28575" cap="rnd">` + solid(color) + `<a:round/></a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>` + solid(color) + `<a:ln w="9525">` + solid(white) + `</a:ln></c:spPr></c:marker>`)
	} else {
		b.WriteString(`<c:spPr>` + solid(color) + `</c:spPr>`)
	}
	values, err := w.chartCells(s.Values)
	if err != nil {
		return "", err
	}
	if c.Type != sheet.LineChart {
		if c.Type != sheet.DoughnutChart {
			b.WriteString(`<c:invertIfNegative val="0"/>`)
		}
		b.WriteString(pointsXML(c, s, len(values)))
	}
	b.WriteString(labelsXML(c, i))
	if s.Categories != "" {
		names, err := w.chartCells(s.Categories)
		if err != nil {
			return "", err
		}
		b.WriteString(`<c:cat><c:strRef><c:f>` + escapeText(s.Categories) + `</c:f>` + textCache(names) + `</c:strRef></c:cat>`)
	}
	b.WriteString(`<c:val><c:numRef><c:f>` + escapeText(s.Values) + `</c:f>` + numberCache(values) + `</c:numRef></c:val>`)
	if c.Type == sheet.LineChart {
		b.WriteString(`<c:smooth val="0"/>`)
	}
	b.WriteString(`</c:ser>`)
	return b.String(), nil
}

// pointsXML colours single points; a doughnut whose points have no roles goes through the palette.
func pointsXML(c *sheet.Chart, s *sheet.Series, points int) string {
	palette := []sheet.Role{sheet.Heading, sheet.LightBlue, sheet.Good, sheet.Warn, sheet.Alert, sheet.Check, sheet.BodyStrong, sheet.Muted}
	var b strings.Builder
	for i := range points {
		var role sheet.Role
		switch {
		case i < len(s.Points):
			role = s.Points[i]
		case c.Type == sheet.DoughnutChart:
			role = palette[i%len(palette)]
		default:
			return b.String()
		}
		inverted, edge := `<c:invertIfNegative val="0"/>`, ""
		if c.Type == sheet.DoughnutChart {
			inverted, edge = "", `<a:ln w="12700">`+solid(white)+`</a:ln>`
		}
		fmt.Fprintf(&b, `<c:dPt><c:idx val="%d"/>%s<c:bubble3D val="0"/><c:spPr>%s%s</c:spPr></c:dPt>`, i, inverted, solid(strongColor(role)), edge)
	}
	return b.String()
}

// labelsXML shows the values of the i-th series. Lines may run close together: the first one has its values below, the others above.
func labelsXML(c *sheet.Chart, i int) string {
	if !c.Labels {
		return ""
	}
	place, color := "", ink
	switch c.Type {
	case sheet.BarChart, sheet.ColumnChart:
		place = `<c:dLblPos val="outEnd"/>`
	case sheet.LineChart:
		if place = `<c:dLblPos val="t"/>`; i == 0 && len(c.Series) > 1 {
			place = `<c:dLblPos val="b"/>`
		}
	default:
		color = white
		if c.Type != sheet.DoughnutChart {
			place = `<c:dLblPos val="ctr"/>`
		}
	}
	// A zero has no bar, and its label would overlap another one.
	return `<c:dLbls><c:numFmt formatCode="General;-General;;" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>` + chartFont(900, color) + place +
		`<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`
}

func solid(color string) string { return `<a:solidFill><a:srgbClr val="` + color + `"/></a:solidFill>` }

func zeroOne(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// chartFont writes text properties; the size is in hundredths of a point.
func chartFont(size int, color string) string {
	return fmt.Sprintf(`<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%d" b="0">%s%s</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`, size, solid(color), chartFace)
}

func chartText(text string, size int, bold bool) string {
	return fmt.Sprintf(`<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%d" b="%s"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="%d" b="%s">%s%s</a:rPr><a:t>%s</a:t></a:r></a:p></c:rich></c:tx>`,
		size, zeroOne(bold), size, zeroOne(bold), solid(blueDeep), chartFace, escapeText(text))
}

const chartFace = `<a:latin typeface="` + themeFont + `"/><a:ea typeface="` + themeFont + `"/>`
