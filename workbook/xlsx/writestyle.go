package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// styleKey is all that a cell's format record depends on.
type styleKey struct {
	role   sheet.Role
	format sheet.Format
	align  sheet.Align
}

func keyOf(c *sheet.Cell) styleKey { return styleKey{c.Role, c.Format, c.Align} }

// styleTable makes each format record of a book once.
type styleTable struct {
	file         *excelize.File
	cells        map[styleKey]int
	conditionals map[ruleLook]int
	// moved says where the records stand in the workbook that is to take them over; nil in a book of our own.
	moved *adopted
}

func newStyleTable(f *excelize.File) *styleTable {
	// The first font is the book's own: column widths count its digits, and cells without a format use it.
	font := f.Styles.Fonts.Font[0]
	font.Name.Val = pointer(themeFont)
	font.Sz.Val = pointer(themeSize)
	font.Scheme = nil
	return &styleTable{file: f, cells: map[styleKey]int{}, conditionals: map[ruleLook]int{}}
}

// of gives the index of a cell's format record.
func (t *styleTable) of(c *sheet.Cell) (int, error) {
	key := keyOf(c)
	if key == (styleKey{}) {
		return 0, nil
	}
	if id, ok := t.cells[key]; ok {
		if t.moved != nil {
			id = t.moved.cells[id]
		}
		return id, nil
	}
	code := numberFormat(c.Format)
	l := dress(c.Role, c.Format, c.Align)
	if l == (look{}) || code == "" {
		return 0, fmt.Errorf("xlsx: no look for role %d in format %d", c.Role, c.Format)
	}
	s := &excelize.Style{
		Font: l.font(),
		Fill: l.pattern(),
		Alignment: &excelize.Alignment{
			Horizontal: l.horizontal, Vertical: l.vertical, WrapText: l.wrap, Indent: l.indent,
		},
		Protection: &excelize.Protection{Locked: !l.unlocked},
	}
	switch code {
	case "General":
	case "0":
		s.NumFmt = 1
	case "0.00":
		s.NumFmt = 2
	case "0%":
		s.NumFmt = 9
	case "@":
		s.NumFmt = 49
	default:
		s.CustomNumFmt = &code
	}
	if l.border != "" {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: l.border, Style: 1})
		}
	}
	id, err := t.file.NewStyle(s)
	if err != nil {
		return 0, fmt.Errorf("xlsx: style of role %d: %w", c.Role, err)
	}
	t.cells[key] = id
	return id, nil
}

// ruleLook is what a conditional format makes of a cell.
type ruleLook struct {
	role  sheet.Role
	whole sheet.Format
}

// The number formats 0 and 0%, which every program has.
const (
	builtInWhole        = 1
	builtInWholePercent = 9
)

// conditional gives the index of the differential format that paints a role, or changes how a number is shown.
func (t *styleTable) conditional(r ruleLook) (int, error) {
	if id, ok := t.conditionals[r]; ok {
		if t.moved != nil {
			id = t.moved.conditionals[id]
		}
		return id, nil
	}
	s := &excelize.Style{}
	switch r.whole {
	case sheet.Percent:
		s.NumFmt = builtInWholePercent
	case sheet.Decimal1:
		s.NumFmt = builtInWhole
	default:
		l := lookOf(r.role)
		if l == (look{}) {
			return 0, fmt.Errorf("xlsx: no look for role %d", r.role)
		}
		s = &excelize.Style{Font: &excelize.Font{Color: l.color, Bold: l.bold, Italic: l.italic}}
		if l.fill != "" {
			s.Fill = l.pattern()
		}
	}
	id, err := t.file.NewConditionalStyle(s)
	if err != nil {
		return 0, fmt.Errorf("xlsx: conditional style of role %d: %w", r.role, err)
	}
	t.conditionals[r] = id
	return id, nil
}

func (l look) font() *excelize.Font {
	f := &excelize.Font{Family: themeFont, Size: l.size, Bold: l.bold, Italic: l.italic, Color: l.color}
	if l.underline {
		f.Underline = "single"
	}
	return f
}

func (l look) pattern() excelize.Fill {
	if l.fill == "" {
		return excelize.Fill{}
	}
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
}

func pointer[T any](v T) *T { return &v }
