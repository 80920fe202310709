package workbook

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/sheet"

	"pgregory.net/rapid"
)

// ledgerForm has a column of every type.
func ledgerForm() *Form {
	return &Form{
		Key: "ledger", Sheet: "任务进展", Also: []string{"Progress", "进展"}, ID: []string{ColTask},
		Columns: []Column{
			{Key: ColTask, Heading: "任务编号", Also: []string{"编号", "Task no."}},
			{Key: ColTitle, Heading: "重点任务"},
			{Key: ColUnit, Heading: "计量单位"},
			{Key: ColTarget, Heading: "目标值", Type: NumberColumn},
			{Key: ColStatus, Heading: "进展状态", Type: ChoiceColumn, Filled: ByBureau, Choices: []Choice{
				{Key: Done, Label: "已完成", Also: []string{"完成", "Done"}}, {Key: Ongoing, Label: "推进中（持续）"},
			}},
			{Key: ColDoneValue, Heading: "累计完成值", Type: NumberColumn, Filled: ByBureau},
			{Key: ColProgress, Heading: "完成进度", Type: PercentColumn, Filled: ByBureau},
			{Key: ColDoneOn, Heading: "实际完成日期", Type: DateColumn, Filled: ByBureau},
			{Key: ColNeeded, Heading: "需协调单位", Type: NamesColumn, Filled: ByBureau},
			{Key: ColClosed, Heading: "是否办结", Type: BoolColumn, Filled: ByBureau},
			{Key: ColText, Heading: "进展情况", Filled: ByBureau},
			{Key: ColCheck, Heading: "自查", Filled: Computed},
		},
	}
}

func pipeSheet(t testing.TB, text string) *sheet.Sheet {
	t.Helper()
	sheets, err := sheet.ParsePipe("# 任务进展\n" + text)
	if err != nil {
		t.Fatal(err)
	}
	return sheets[0]
}

func readLedger(t testing.TB, text string) *Table {
	t.Helper()
	near, _ := calendar.ParseISO("2024-09-30")
	return ReadTable(ledgerForm(), pipeSheet(t, text), "甲.xlsx", Reading{Near: near, Unit: func(r *Record) string { return r.Get(ColUnit).Text }})
}

func TestHeadingsAreFound(t *testing.T) {
	tests := []struct {
		name, text string
		row        int
		cols       string // key=column of the columns that are there
		unknown    string
		twice      string
		ids        string // id@row
	}{
		{"in the first row", `
			| 任务编号 | 重点任务 | 完成进度 |
			| CY-01    | 甲       | 80       |`, 1, "task=A title=B progress=C", "", "", "CY-01@2"},
		{"under cover text that names some of the words", `
			| 任务进展       |
			| 任务编号请勿改 | 重点任务 |
			| 填报单位       | 发改局   | 期 | 2024-09 |
			|                |
			| 任务编号       | 重点任务 | 完成进度 |
			| CY-01          | 甲       | 80       |`, 5, "task=A title=B progress=C", "", "", "CY-01@6"},
		{"moved and swapped, a column of their own between", `
			|  | 完成进度 | 科室意见 | 重点任务 | 任务编号 |
			|  | 80       | 同意     | 甲       | CY-01    |`, 1, "task=E title=D progress=B", "科室意见@C1", "", "CY-01@2"},
		{"with stars, breaks, spaces, full width, brackets and capitals", `
			| *TASK NO. | 重点\n任务 | 完成　进度（%）： | ★进展状态 |
			| CY-01     | 甲         | 80                | 完成      |`, 1, "task=A title=B status=D progress=C", "", "", "CY-01@2"},
		{"twice: the first one counts", `
			| 任务编号 | 完成进度 | 编号  | 完成进度 |
			| CY-01    | 80       | CY-02 | 90       |`, 1, "task=A progress=B", "", "编号@C1 完成进度@D1", "CY-01@2"},
		{"blank rows between and after", `
			| 任务编号 | 重点任务 |
			|          |          |
			| CY-01    | 甲       |
			|          |          |
			| CY-02    | 乙       |
			|          |          |`, 1, "task=A title=B", "", "", "CY-01@3 CY-02@5"},
		{"one word in running text is no heading row", `
			| 本表由各单位填报 | 重点任务 |
			| CY-01            | 甲       |`, 0, "", "", "", ""},
		{"nothing there", ``, 0, "", "", "", ""},
		{"a row without a number is still a row, one with only a self-check is none", `
			| 任务编号 | 进展情况 | 自查   |
			|          | 已开工   |        |
			|          |          | 待填   |
			| CY-01    |          | 待填   |`, 1, "task=A text=B check=C", "", "", "@2 CY-01@4"},
		{"the fuller of two heading rows counts", `
			| 任务编号 | 重点任务 |
			| 任务编号 | 重点任务 | 完成进度 |
			| CY-01    | 甲       | 80       |`, 2, "task=A title=B progress=C", "", "", "CY-01@3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readLedger(t, tt.text)
			var cols, ids []string
			for i, c := range got.Cols {
				if c > 0 {
					cols = append(cols, got.Form.Columns[i].Key+"="+sheet.ColName(c))
				}
			}
			for _, r := range got.Records {
				ids = append(ids, r.ID+"@"+strings.TrimLeft(r.Place(ColTask).Cell(), "ABCDE"))
			}
			want, have := strings.Fields(tt.cols), cols
			slices.Sort(want)
			slices.Sort(have)
			if got.HeadingRow != tt.row || !slices.Equal(want, have) || strings.Join(ids, " ") != tt.ids {
				t.Errorf("heading row %d, columns %v, ids %v", got.HeadingRow, cols, ids)
			}
			if u, w := strays(got.Unknown), strays(got.Twice); u != tt.unknown || w != tt.twice {
				t.Errorf("unknown %q, twice %q", u, w)
			}
			if n := len(got.Missing()); n != len(got.Form.Columns)-len(cols) {
				t.Errorf("%d columns missing", n)
			}
		})
	}
}

func strays(list []Stray) string {
	var out []string
	for _, s := range list {
		out = append(out, s.Heading+"@"+s.Ref.String())
	}
	return strings.Join(out, " ")
}

func TestHeadingsBelowTheDepthAreNotFound(t *testing.T) {
	for _, at := range []struct{ above, want int }{{headingDepth - 1, headingDepth}, {headingDepth, 0}} {
		text := strings.Repeat("| 说明 |\n", at.above) + "| 任务编号 | 重点任务 |\n| CY-01 | 甲 |"
		if got := readLedger(t, text); got.HeadingRow != at.want {
			t.Errorf("%d rows above: heading row %d, want %d", at.above, got.HeadingRow, at.want)
		}
	}
}

// Each cell is a heading with a value below; how it was read is written in one line.
func TestCellsOfEveryType(t *testing.T) {
	tests := []struct {
		heading, cell string
		state         State
		fault         string
		num           float64
		text          string
		repairs       string
	}{
		{"累计完成值", "62", Good, "", 62, "62", ""},
		{"累计完成值", "'62", Good, "", 62, "62", "text-number"},
		{"累计完成值", "'６２个", Good, "", 62, "６２个", "text-number full-width unit-in-number"},
		{"累计完成值", "'1,200", Good, "", 1200, "1,200", "text-number thousands"},
		{"累计完成值", "'9.5万", Good, "", 95000, "9.5万", "text-number scale-wan"},
		{"累计完成值", "六十余", Good, "", 60, "六十余", "text-number approx chinese-numeral"},
		{"累计完成值", "0", Good, "", 0, "0", ""},
		{"累计完成值", "较多", Bad, FaultNumber, 0, "较多", ""},
		{"累计完成值", "2000元", Bad, FaultNumber, 0, "2000元", ""},
		{"累计完成值", "'5%", Bad, FaultNumber, 0, "5%", ""},
		{"累计完成值", "TRUE", Bad, FaultNumber, 0, "TRUE", ""},
		{"累计完成值", "80%", Bad, FaultUnit, 0, "80%", ""},
		{"累计完成值", "999999999999999", Good, "", 999999999999999, "999999999999999", ""},
		{"累计完成值", "1000000000000000", Bad, FaultLarge, 0, "1000000000000000", ""},
		{"累计完成值", "-1.7e308", Bad, FaultLarge, 0, "-1.7E+308", ""},
		{"累计完成值", "'1000000000000000", Bad, FaultLarge, 0, "1000000000000000", ""},
		{"累计完成值", "'99999999亿", Bad, FaultLarge, 0, "99999999亿", ""},
		{"完成进度", "1e300", Bad, FaultLarge, 0, "1E+300", ""},
		{"完成进度", "99999999999999%", Good, "", 99999999999999, "99999999999999%", ""},
		{"完成进度", "1000000000000000%", Bad, FaultLarge, 0, "1000000000000000%", ""},
		{"完成进度", "'1000000000000000%", Bad, FaultLarge, 0, "1000000000000000%", ""},
		{"累计完成值", "未明确", Open, "", 0, "未明确", "open"},
		{"累计完成值", "2024-09-30", Bad, FaultDated, 0, "2024-09-30", ""},
		{"累计完成值", "'\u202d62\u202c", Good, "", 62, "62", "text-number"},
		{"累计完成值", "#N/A", Bad, FaultError, 0, "#N/A", ""},
		{"累计完成值", "=B2+1", Bad, FaultUnstored, 0, "", ""},
		{"累计完成值", "=B2+1 => 7", Good, "", 7, "7", "formula"},
		{"累计完成值", "=B2&\"个\" => 7个", Good, "", 7, "7个", "text-number unit-in-number formula"},
		{"累计完成值", "=TODAY() => 2024-09-30", Bad, FaultDated, 0, "2024-09-30", ""},
		{"累计完成值", "=B2&C2 =>\\s", Empty, "", 0, "", ""},
		{"累计完成值", "\\s\\s", Empty, "", 0, "", ""},
		{"完成进度", "80", Good, "", 80, "80", ""},
		{"完成进度", "80%", Good, "", 80, "80%", ""},
		{"完成进度", "2024-09-30", Bad, FaultDated, 0, "2024-09-30", ""},
		{"完成进度", "=A1 => 80%", Good, "", 80, "80%", "formula"},
		{"完成进度", "7%", Good, "", 7, "7%", ""},
		{"完成进度", "0.8", Good, "", 0.8, "0.8", ""},
		{"完成进度", "'80％", Good, "", 80, "80％", "text-number full-width percent-sign"},
		{"完成进度", "过半", Bad, FaultPercent, 0, "过半", ""},
		{"完成进度", "FALSE", Bad, FaultPercent, 0, "FALSE", ""},
		{"完成进度", "待定", Open, "", 0, "待定", "open"},
		{"实际完成日期", "2024-09-28", Good, "", 0, "2024-09-28", ""},
		{"实际完成日期", "45563", Good, "", 0, "2024-09-28", "date-serial"},
		{"实际完成日期", "45563.75", Good, "", 0, "2024-09-28", "date-serial datetime-cut"},
		{"实际完成日期", "'2024.9.28", Good, "", 0, "2024-09-28", "date-text"},
		{"实际完成日期", "20240928", Good, "", 0, "2024-09-28", "date-text"},
		{"实际完成日期", "9月28日", Good, "", 0, "2024-09-28", "date-text date-year-assumed"},
		{"实际完成日期", "9.3", Bad, FaultDate, 0, "9.3", ""},
		{"实际完成日期", "9.30", Bad, FaultDate, 0, "9.3", ""},
		{"实际完成日期", "9月底", Bad, FaultDate, 0, "9月底", ""},
		{"实际完成日期", "2024-13-40", Bad, FaultDate, 0, "2024-13-40", ""},
		{"实际完成日期", "TRUE", Bad, FaultDate, 0, "TRUE", ""},
		{"实际完成日期", "未 明 确", Open, "", 0, "未 明 确", "open"},
		{"进展状态", "已完成", Good, "", 0, "已完成", ""},
		{"进展状态", "已 完\\n成", Good, "", 0, "已完成", ""},
		{"进展状态", "DONE", Good, "", 0, "已完成", ""},
		{"进展状态", "推进中(持续)", Good, "", 0, "推进中（持续）", ""},
		{"进展状态", "基本完成", Bad, FaultChoice, 0, "基本完成", ""},
		{"进展状态", "1", Bad, FaultChoice, 0, "1", ""},
		{"是否办结", "是", Good, "", 1, "是", ""},
		{"是否办结", "√", Good, "", 1, "√", ""},
		{"是否办结", "TRUE", Good, "", 1, "TRUE", ""},
		{"是否办结", "Y", Good, "", 1, "Y", ""},
		{"是否办结", "否", Good, "", 0, "否", ""},
		{"是否办结", "0", Good, "", 0, "0", ""},
		{"是否办结", "快了", Bad, FaultBool, 0, "快了", ""},
		{"需协调单位", "发改局、 财政局;住建局", Good, "", 0, "发改局、 财政局;住建局", ""},
		{"进展情况", "　已开工\\n正在浇筑\\s", Good, "", 0, "已开工\n正在浇筑", ""},
		{"进展情况", "12", Good, "", 0, "12", ""},
		{"进展情况", "2024-09-28", Good, "", 0, "2024-09-28", ""},
	}
	for _, tt := range tests {
		tab := readLedger(t, "| 任务编号 | 计量单位 | "+tt.heading+" |\n| CY-01 | 个 | "+tt.cell+" |")
		if len(tab.Records) != 1 {
			t.Fatalf("%s %q: %d records", tt.heading, tt.cell, len(tab.Records))
		}
		key := ""
		for i, c := range tab.Cols {
			if c == 3 {
				key = tab.Form.Columns[i].Key
			}
		}
		d := tab.Records[0].Get(key)
		var repairs []string
		for _, r := range d.Repairs() {
			repairs = append(repairs, string(r))
		}
		if d.State != tt.state || d.Fault() != tt.fault || d.Num != tt.num || d.Text != tt.text || strings.Join(repairs, " ") != tt.repairs {
			t.Errorf("%s %q: state %d, fault %q, number %v, text %q, repairs %v", tt.heading, tt.cell, d.State, d.Fault(), d.Num, d.Text, repairs)
		}
		if at := tab.Records[0].Place(key); at != (Place{"甲.xlsx", "任务进展", sheet.At(2, 3)}) {
			t.Errorf("%s %q: place %v", tt.heading, tt.cell, at)
		}
	}
}

func TestPercentIsANumberWhereTheUnitIsPercent(t *testing.T) {
	tab := readLedger(t, "| 任务编号 | 计量单位 | 累计完成值 |\n| ZB-01 | % | 4.5% |\n| ZB-02 | ％ | '4.5％ |\n| ZB-03 | % | 4.5 |")
	for _, r := range tab.Records {
		if d := r.Get(ColDoneValue); d.State != Good || d.Num != 4.5 {
			t.Errorf("%s: %+v", r.ID, d)
		}
	}
}

func TestNamesAreTakenApart(t *testing.T) {
	tests := []struct{ text, want string }{
		{"发改局、财政局", "发改局|财政局"},
		{"发改局，财政局,住建局；交通局;水利局", "发改局|财政局|住建局|交通局|水利局"},
		{"发改局\n财政局\r\n", "发改局|财政局"},
		{"、 发改局 、、", "发改局"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(SplitNames(tt.text), "|"); got != tt.want {
			t.Errorf("SplitNames(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestMissingColumnsReadAsNothing(t *testing.T) {
	tab := readLedger(t, "| 重点任务 | 任务编号 |\n| 甲 | CY-01 |")
	r := tab.Find("CY-01")
	if r == nil || tab.Find("CY-02") != nil {
		t.Fatalf("found %v", r)
	}
	if d := r.Get(ColDoneOn); d.State != Empty || d.Filled() || r.Get("no such column").State != Empty {
		t.Errorf("a missing column read as %+v", d)
	}
	if got := r.Place(ColDoneOn).Cell(); got != "A2" {
		t.Errorf("a missing column's place is %s, want the row's first cell", got)
	}
	if r.Touched() {
		t.Error("a row of the plan's columns only counts as filled in")
	}
}

func TestSheetsAreFoundByName(t *testing.T) {
	tests := []struct{ sheets, want string }{
		{"封面 任务进展", "任务进展"},
		{"进展 任务进展", "任务进展"}, // its own name comes first
		{"任务　进展", "任务　进展"},
		{"PROGRESS", "PROGRESS"},
		{"任务进展表", ""},
	}
	for _, tt := range tests {
		b := &sheet.Book{}
		for _, n := range strings.Split(tt.sheets, " ") {
			b.Sheets = append(b.Sheets, &sheet.Sheet{Name: n})
		}
		got := ""
		if s := FindSheet(ledgerForm(), b); s != nil {
			got = s.Name
		}
		if got != tt.want {
			t.Errorf("of %s found %q, want %q", tt.sheets, got, tt.want)
		}
	}
}

// The short cuts for common characters give the same as the rule, for every character.
func TestFoldingOfEveryCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		want := r
		if r >= '！' && r <= '～' {
			want -= '！' - '!'
		}
		want = unicode.ToLower(want)
		if unicode.IsSpace(r) || numeral.Invisible(r) || unicode.IsControl(r) {
			want = -1
		}
		for _, s := range []string{string(r), "任A" + string(r) + "，务"} {
			folded := "任a,务"
			if want >= 0 {
				folded = "任a" + string(want) + ",务"
			}
			if s == string(r) {
				folded = strings.TrimSuffix(strings.TrimPrefix(folded, "任a"), ",务")
			}
			if got := Fold(s); got != folded {
				t.Fatalf("Fold(%q) = %q, want %q", s, got, folded)
			}
			if !foldsTo(s, folded) || foldsTo(s, folded+"x") || folded != "" && foldsTo(s, folded[:len(folded)-1]) {
				t.Fatalf("%q is not compared as it is folded", s)
			}
		}
	}
}

// A text that cannot be a heading is recognised by its first character; any other is looked up as a whole.
func TestHeadingsAreFoundWhateverStandsAround(t *testing.T) {
	f := &Form{Columns: []Column{{Key: "a", Heading: "任务编号", Also: []string{"★Task No."}}, {Key: "b", Heading: "（万元）"}}}
	made := f.headings()
	f.IndexHeadings()
	h := f.headings()
	if !reflect.DeepEqual(made, h) {
		t.Errorf("made once %v, each time %v", h, made)
	}
	for text, want := range map[string]int{
		"任务编号": 0, " \n*任 务编号：": 0, "☆任务编号（必填）": 0, "TASK  NO.": 0, "ｔask no.★": 0, "(万元)": 1, "\u200b（万元）": 1,
		"任务": -1, "编号": -1, "": -1, "*：": -1, "已按计划推进": -1, "任务已按计划推进": -1,
	} {
		if got := h.find(text); got != want {
			t.Errorf("%q is column %d, want %d", text, got, want)
		}
	}
}

func TestFolding(t *testing.T) {
	same := [][]string{
		{"任务编号", "任务 编号", "任务\n编号", "任务　编号", "任务\u200b编号", "\ufeff任务编号", "任务\u2003编号", "任务\u00a0编号"},
		{"GDP(%)", "gdp（％）", "ＧＤＰ（%）"},
		{"完成率:", "完成率："},
		{"É", "É "},
	}
	for _, group := range same {
		for _, s := range group {
			if !SameName(s, group[0]) {
				t.Errorf("%q and %q fold apart: %q, %q", s, group[0], Fold(s), Fold(group[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"发改局", "发改委"}, {"一期", "二期"}, {"CY-01", "CY-10"}} {
		if SameName(pair[0], pair[1]) {
			t.Errorf("%q and %q fold together", pair[0], pair[1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		if once := Fold(s); Fold(once) != once {
			t.Errorf("Fold(%q) = %q, again %q", s, once, Fold(once))
		}
	})
}

func TestChoices(t *testing.T) {
	col := ledgerForm().Column(ColStatus)
	if got := strings.Join(col.Labels(), "、"); got != "已完成、推进中（持续）" {
		t.Errorf("labels %s", got)
	}
	if col.Label(Done) != "已完成" || col.Label("other") != "other" {
		t.Errorf("label of done %q, of an unknown key %q", col.Label(Done), col.Label("other"))
	}
}

// Any sheet is read as a table with every value in its place, and moving columns changes nothing.
func TestReadingIsTotal(t *testing.T) {
	form := ledgerForm()
	cells := rapid.SampledFrom([]string{"", "CY-01", "80", "80%", "'80％", "2024-09-28", "未明确", "#REF!", "=A1", "TRUE", "已完成", "9月底", "1e300", "-5", "是"})
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(indices(len(form.Columns))).Draw(t, "order")
		rows := rapid.SliceOfN(rapid.SliceOfN(cells, len(form.Columns), len(form.Columns)), 0, 4).Draw(t, "rows")
		straight, moved := "", ""
		line := func(at []int, text func(int) string) string {
			b := "|"
			for _, i := range at {
				b += " " + text(i) + " |"
			}
			return b + "\n"
		}
		heading := func(i int) string { return form.Columns[i].Heading }
		straight += line(indices(len(form.Columns)), heading)
		moved += line(order, heading)
		for _, r := range rows {
			cell := func(i int) string { return r[i] }
			straight += line(indices(len(form.Columns)), cell)
			moved += line(order, cell)
		}
		sheets, err := sheet.ParsePipe("# a\n" + straight + "# b\n" + moved)
		if err != nil {
			t.Fatal(err)
		}
		a := ReadTable(form, sheets[0], "", Reading{})
		b := ReadTable(form, sheets[1], "", Reading{})
		if len(a.Records) != len(b.Records) {
			t.Fatalf("%d rows, moved %d", len(a.Records), len(b.Records))
		}
		for i, r := range a.Records {
			for j := range form.Columns {
				d, m := r.At(j), b.Records[i].At(j)
				if d.State != m.State || d.Fault() != m.Fault() || d.Text != m.Text || d.Num != m.Num || d.Date != m.Date || d.Key != m.Key {
					t.Errorf("row %d %s: %+v, moved %+v", r.Row, heading(j), d, m)
				}
				if at := b.Records[i].Place(form.Columns[j].Key); b.Cols[j] > 0 {
					if c := sheets[1].Cell(at.Ref); c != nil && !c.Value.Equal(m.Raw) {
						t.Errorf("%v does not hold %v", at, m.Raw)
					}
				}
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
