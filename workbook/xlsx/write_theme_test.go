package xlsx

import (
	"strings"
	"testing"

	"duban/workbook/sheet"
)

func TestEveryRoleIsDressed(t *testing.T) {
	seen := map[look]sheet.Role{}
	for i := range sheet.Roles {
		role := sheet.Role(i)
		l := lookOf(role)
		if l == (look{}) || l.size == 0 || l.color == "" || l.vertical == "" {
			t.Errorf("role %d is not dressed: %+v", i, l)
		}
		if l.unlocked != (role == sheet.Input || role == sheet.InputSpare) {
			t.Errorf("role %d: unlocked %v", i, l.unlocked)
		}
		if other, twin := seen[l]; twin {
			t.Errorf("roles %d and %d look alike", other, i)
		}
		seen[l] = role
		for name, color := range map[string]string{"text": l.color, "fill": l.fill, "border": l.border, "strong": strongColor(role), "bar": barColor(role)} {
			if color != "" && (len(color) != 6 || strings.Trim(color, "0123456789ABCDEF") != "") {
				t.Errorf("role %d: %s colour %q", i, name, color)
			}
		}
	}
	if lookOf(sheet.Role(sheet.Roles)) != (look{}) {
		t.Error("a role that does not exist is dressed")
	}
}

func TestEveryFormatIsDressed(t *testing.T) {
	for i := range sheet.Formats {
		if numberFormat(sheet.Format(i)) == "" {
			t.Errorf("format %d has no code", i)
		}
	}
	if numberFormat(sheet.Format(sheet.Formats)) != "" {
		t.Error("a format that does not exist has a code")
	}
	// An optional digit after the point leaves the point itself: 95. for 95.
	for i := range sheet.Formats {
		if code := numberFormat(sheet.Format(i)); strings.Contains(code, ".#") {
			t.Errorf("format %d: %s", i, code)
		}
	}
}

func TestAlign(t *testing.T) {
	for _, tt := range []struct {
		role   sheet.Role
		format sheet.Format
		align  sheet.Align
		want   string
	}{
		{sheet.Body, sheet.General, sheet.AlignRole, ""},
		{sheet.Body, sheet.Date, sheet.AlignRole, "center"},
		{sheet.Section, sheet.Date, sheet.AlignRole, "left"},
		{sheet.Heading, sheet.General, sheet.AlignRole, "center"},
		{sheet.Heading, sheet.General, sheet.AlignLeft, "left"},
		{sheet.Body, sheet.Date, sheet.AlignRight, "right"},
	} {
		if got := dress(tt.role, tt.format, tt.align).horizontal; got != tt.want {
			t.Errorf("%v: %q", tt, got)
		}
	}
}

func TestCountLines(t *testing.T) {
	plain, large := lookOf(sheet.Body), look{size: 20}
	for _, tt := range []struct {
		text  string
		width float64
		look  look
		want  int
	}{
		{"", 10, plain, 1},
		{"督办", 10, plain, 1},
		{"督办督办督", 10, plain, 1},
		{"督办督办督办", 10, plain, 2},
		{"督办\n督办", 10, plain, 2},
		{"督办\n", 10, plain, 2},
		{"督办督办督", 10, large, 3},
		{"abcdefghi", 10, plain, 1},
		{"abcde fghijk", 10, plain, 2},
		{"abcdefghijklmnopqrst", 10, plain, 3},
		{"长", 0, plain, 1},
		{"督办督办督，办督办", 10, plain, 2},
		{"督办督办督，办督办督", 10, plain, 3}, // the character before the comma goes to the next line with it
		{"督办督办（办督办督", 10, plain, 2},
		{"督办督办（办督办督办", 10, plain, 3}, // the bracket goes to the next line with the text in it
	} {
		if got := countLines(tt.text, tt.width, &tt.look); got != tt.want {
			t.Errorf("%q in %v: %d lines, want %d", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestRowHeights(t *testing.T) {
	long := sheet.Str(strings.Repeat("督办", 40)) // 160 units
	s := &sheet.Sheet{Name: "甲", Merges: []sheet.Range{sheet.Rect(3, 1, 3, 4), sheet.Rect(5, 1, 6, 1)},
		Layout: &sheet.Layout{Columns: []sheet.ColumnLayout{{First: 1, Last: 4, Width: 20}}}}
	s.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Body, Value: sheet.Str("短")})
	s.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Body, Value: long})
	s.Put(sheet.At(3, 1), sheet.Cell{Role: sheet.Body, Value: long})
	s.Put(sheet.At(4, 1), sheet.Cell{Role: sheet.Input, Value: long})
	s.Put(sheet.At(5, 1), sheet.Cell{Role: sheet.Body, Value: long})
	s.Put(sheet.At(7, 1), sheet.Cell{Role: sheet.Body, Value: sheet.Str(strings.Repeat("督\n", 60))})
	s.Put(sheet.At(8, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str("大")})
	h := newRowHeights(s)
	for _, tt := range []struct {
		row    int
		points float64
		fixed  bool
	}{
		{1, defaultRowHeight, true},
		{2, 119.5, true}, // eight lines
		{3, 32.5, true},  // two lines over four columns
		{4, 119.5, false},
		{5, 101.5, true}, // the second row takes its share
		{7, maxRowHeight, true},
		{8, 29.75, true},
	} {
		if points, fixed := h.of(s.Row(tt.row)); points != tt.points || fixed != tt.fixed {
			t.Errorf("row %d: %v %v, want %v %v", tt.row, points, fixed, tt.points, tt.fixed)
		}
	}
}

// A rule for whole per cents only has a number format, which similar rules share.
func TestWholePercentsAreShownByARule(t *testing.T) {
	s := &sheet.Sheet{Name: "表", Layout: &sheet.Layout{}}
	for col := 1; col <= 2; col++ {
		s.Put(sheet.At(1, col), sheet.Cell{Format: sheet.Percent, Value: sheet.Num(1)})
		s.Layout.Conditionals = append(s.Layout.Conditionals, sheet.Conditional{Range: sheet.Rect(1, col, 1, col), Formula: "TRUE", Whole: sheet.Percent})
	}
	data, err := Write(&sheet.Book{Sheets: []*sheet.Sheet{s}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := openExisting(data)
	if err != nil {
		t.Fatal(err)
	}
	part, err := f.part("xl/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	styles := string(part)
	const want = `<dxf><numFmt numFmtId="9" formatCode="0%"></numFmt></dxf>`
	if strings.Count(styles, want) != 1 {
		at := strings.Index(styles, "<dxfs")
		t.Errorf("not once %s in %s", want, styles[max(0, at):])
	}
}

// A running text is not wrapped, and does not make its row higher.
func TestRunningTextStaysOnOneLine(t *testing.T) {
	long := sheet.Str("2024-12/新建 Microsoft Excel 工作表（编办）.xlsx 任务进展!M11")
	of := func(a sheet.Align) float64 {
		s := &sheet.Sheet{Layout: &sheet.Layout{Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 20}}}}
		points, _ := newRowHeights(s).of(&sheet.Row{N: 1, Cells: []sheet.Cell{{Col: 1, Role: sheet.Link, Align: a, Value: long}}})
		return points
	}
	if wrapped, run := of(sheet.AlignLeft), of(sheet.AlignRun); run != defaultRowHeight || wrapped <= run {
		t.Errorf("wrapped the row has %v points, running on %v", wrapped, run)
	}
}
