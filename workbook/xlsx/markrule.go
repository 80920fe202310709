package xlsx

import (
	"slices"
	"strconv"
	"strings"

	"duban/workbook/sheet"
)

// A conditional format paints over the fill of a cell and would hide a mark. So if a marked cell has one, the mark is a conditional
// format too, before all others. Its formula is always true and names its maker, by which it is recognised.
const markFormula = `LEN("` + markAuthor + `")>0`

// paintRules adds a conditional format, first of all, for the marks of a sheet that other conditional formats cover.
func (m *marker) paintRules(s existingSheet) error {
	src, err := m.file.part(s.part)
	if err != nil {
		return err
	}
	elements, err := outlineAround(s.part, src, 6)
	if err != nil {
		return err
	}
	covered := conditionalAreas(elements, src)
	if len(covered) == 0 {
		return nil
	}
	var colors []string
	cells := map[string][]string{}
	for i := range m.records {
		r := &m.records[i]
		at, _ := sheet.ParseRef(r.Cell)
		if r.Sheet != s.name || !slices.ContainsFunc(covered, func(a sheet.Range) bool { return within(a, at) }) {
			continue
		}
		if cells[r.Painted] == nil {
			colors = append(colors, r.Painted)
		}
		cells[r.Painted] = append(cells[r.Painted], r.Cell)
	}
	if len(colors) == 0 {
		return nil
	}
	prefix := elements[0].prefix
	if prefix != "" {
		prefix += ":"
	}
	patches := shiftedPriorities(elements, src, len(colors))
	text := ""
	for i, color := range colors {
		style := m.styles.list("dxfs").add(m.styles.own(`<dxf><fill><patternFill patternType="solid"><fgColor rgb="FF` + color + `"/><bgColor rgb="FF` + color + `"/></patternFill></fill></dxf>`))
		text += "<" + prefix + `conditionalFormatting sqref="` + strings.Join(cells[color], " ") + `"><` + prefix + `cfRule type="expression" dxfId="` + strconv.Itoa(style) +
			`" priority="` + strconv.Itoa(i+1) + `"><` + prefix + "formula>" + escapeText(markFormula) + "</" + prefix + "formula></" + prefix + "cfRule></" + prefix + "conditionalFormatting>"
	}
	at := conditionalPlace(elements)
	return m.file.patch(s.part, append(patches, patch{at, at, text}))
}

// conditionalPlace gives the position of a sheet's first conditional format, or the one where it belongs.
func conditionalPlace(elements []element) int {
	at := elements[0].close
	for i := len(elements) - 1; i > 0; i-- {
		e := &elements[i]
		if e.level != 2 {
			continue
		}
		switch e.local {
		case "conditionalFormatting":
			if e.ns == nsMain {
				at = e.start
			}
		case "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
			"customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
			"picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent":
			at = e.start
		}
	}
	return at
}

// conditionalAreas lists the ranges that have conditional formats, including those of the extension.
func conditionalAreas(elements []element, src []byte) []sheet.Range {
	var out []sheet.Range
	for i := range elements {
		e := &elements[i]
		refs := ""
		switch {
		case e.level == 2 && e.is("conditionalFormatting"):
			refs = e.attr("sqref")
		case e.local == "sqref" && e.close > e.open:
			refs = string(src[e.open:e.close])
		}
		for ref := range strings.FieldsSeq(refs) {
			first, last, two := strings.Cut(ref, ":")
			if !two {
				last = first
			}
			a, ok1 := sheet.ParseRef(first)
			b, ok2 := sheet.ParseRef(last)
			if ok1 && ok2 {
				out = append(out, sheet.Range{First: a, Last: b})
			}
		}
	}
	return out
}

func within(a sheet.Range, at sheet.Ref) bool {
	return at.Row >= a.First.Row && at.Row <= a.Last.Row && at.Col >= a.First.Col && at.Col <= a.Last.Col
}

// shiftedPriorities moves the priorities of all conditional formats of a sheet by a number; the lowest number comes first. No
// priority goes below 1.
func shiftedPriorities(elements []element, src []byte, by int) []patch {
	var patches []patch
	for i := range elements {
		e := &elements[i]
		n, err := strconv.Atoi(e.attr("priority"))
		if e.local != "cfRule" || err != nil {
			continue
		}
		if n+by < 1 {
			return nil
		}
		patches = append(patches, patch{e.start, e.open, withAttr(string(src[e.start:e.open]), "priority", strconv.Itoa(n+by))})
	}
	return patches
}

// takeBackRules removes the rules that paintRules has made.
func (m *marker) takeBackRules() error {
	for _, s := range m.file.sheets {
		src, err := m.file.part(s.part)
		if err != nil {
			return err
		}
		if !strings.Contains(string(src), markAuthor) {
			continue
		}
		elements, err := outlineAround(s.part, src, 4)
		if err != nil {
			return err
		}
		patches, taken := takenRules(elements, src)
		if taken == 0 {
			continue
		}
		if err := m.file.patch(s.part, patches); err != nil {
			return err
		}
		if src, err = m.file.part(s.part); err != nil {
			return err
		}
		if elements, err = outlineAround(s.part, src, 6); err != nil {
			return err
		}
		if err := m.file.patch(s.part, shiftedPriorities(elements, src, -taken)); err != nil {
			return err
		}
	}
	return nil
}

// takenRules removes the rules of marks, and conditional formats that become empty.
func takenRules(elements []element, src []byte) (patches []patch, taken int) {
	for i := range elements {
		e := &elements[i]
		if e.level != 2 || !e.is("conditionalFormatting") {
			continue
		}
		rules := 0
		var ours []patch
		for j := i + 1; j < len(elements) && elements[j].level > 2; j++ {
			r := &elements[j]
			if r.level != 3 || !r.is("cfRule") {
				continue
			}
			rules++
			if strings.Contains(string(src[r.start:r.end]), markAuthor) {
				ours = append(ours, patch{r.start, r.end, ""})
			}
		}
		taken += len(ours)
		if rules > 0 && len(ours) == rules {
			ours = []patch{{e.start, e.end, ""}}
		}
		patches = append(patches, ours...)
	}
	return patches, taken
}
