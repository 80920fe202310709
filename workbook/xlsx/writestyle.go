package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"duban/workbook/sheet"
)

// styleKey is everything that a cell's format record depends on.
type styleKey struct {
	role   sheet.Role
	format sheet.Format
	align  sheet.Align
}

func keyOf(c *sheet.Cell) styleKey { return styleKey{c.Role, c.Format, c.Align} }

// formatRecord is the record for a key; several keys may have the same.
type formatRecord struct {
	look
	code string
}

// styleTable numbers a book's format records in the order in which cells first need them. excelize numbers them alike when it makes
// the shell, which is after the rows are written.
type styleTable struct {
	cells        map[styleKey]int
	formats      map[formatRecord]int
	met          []formatRecord
	conditionals map[ruleLook]int
	looks        []ruleLook
	// moved maps the records to those of the workbook that takes them over; nil in a book of our own.
	moved *adopted
}

func newStyleTable() *styleTable {
	return &styleTable{cells: map[styleKey]int{}, formats: map[formatRecord]int{}, conditionals: map[ruleLook]int{}}
}

// clear empties the table.
func (t *styleTable) clear() {
	clear(t.cells)
	clear(t.formats)
	clear(t.conditionals)
	t.met, t.looks = t.met[:0], t.looks[:0]
}

// of gives the index of a cell's format record.
func (t *styleTable) of(c *sheet.Cell) (int, error) {
	key := keyOf(c)
	if key == (styleKey{}) {
		return 0, nil
	}
	id, ok := t.cells[key]
	if !ok {
		f := formatRecord{dress(c.Role, c.Format, c.Align), numberFormat(c.Format)}
		if f.look == (look{}) || f.code == "" {
			return 0, fmt.Errorf("xlsx: no look for role %d in format %d", c.Role, c.Format)
		}
		if id, ok = t.formats[f]; !ok {
			t.met = append(t.met, f)
			id = len(t.met) // 0 is the record of cells without a format
			t.formats[f] = id
		}
		t.cells[key] = id
	}
	if t.moved != nil {
		id = t.moved.cells[id]
	}
	return id, nil
}

// style gives the format in excelize's terms.
func (l formatRecord) style() *excelize.Style {
	code := l.code
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
	return s
}

// ruleLook is the look that a conditional format gives a cell.
type ruleLook struct {
	role  sheet.Role
	whole sheet.Format
}

// The number formats 0 and 0%, which every program has.
const (
	builtInWhole        = 1
	builtInWholePercent = 9
)

// conditional gives the index of the differential format that gives a cell a role's colours or changes how a number is shown.
func (t *styleTable) conditional(r ruleLook) (int, error) {
	id, ok := t.conditionals[r]
	if !ok {
		if r.whole == sheet.General && lookOf(r.role) == (look{}) {
			return 0, fmt.Errorf("xlsx: no look for role %d", r.role)
		}
		id = len(t.looks)
		t.looks = append(t.looks, r)
		t.conditionals[r] = id
	}
	if t.moved != nil {
		id = t.moved.conditionals[id]
	}
	return id, nil
}

// style gives the differential format in excelize's terms.
func (r ruleLook) style() *excelize.Style {
	switch r.whole {
	case sheet.Percent:
		return &excelize.Style{NumFmt: builtInWholePercent}
	case sheet.Decimal1:
		return &excelize.Style{NumFmt: builtInWhole}
	}
	l := lookOf(r.role)
	s := &excelize.Style{Font: &excelize.Font{Color: l.color, Bold: l.bold, Italic: l.italic}}
	if l.fill != "" {
		s.Fill = l.pattern()
	}
	return s
}

// makeStyles lets excelize make formats, which are all different, and checks that it numbers them in order.
func makeStyles(f *excelize.File, formats []formatRecord, looks []ruleLook) error {
	// The first font is the book's default: column widths count its digits, and cells without a format use it.
	font := f.Styles.Fonts.Font[0]
	font.Name.Val = pointer(themeFont)
	font.Sz.Val = pointer(themeSize)
	font.Scheme = nil
	for i, l := range formats {
		id, err := f.NewStyle(l.style())
		if err != nil {
			return fmt.Errorf("xlsx: style %d of %+v: %w", i+1, l, err)
		}
		if id != i+1 {
			return fmt.Errorf("xlsx: style %d of %+v has number %d", i+1, l, id)
		}
	}
	for i, r := range looks {
		id, err := f.NewConditionalStyle(r.style())
		if err != nil {
			return fmt.Errorf("xlsx: conditional style %d of %+v: %w", i, r, err)
		}
		if id != i {
			return fmt.Errorf("xlsx: conditional style %d of %+v has number %d", i, r, id)
		}
	}
	return nil
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
