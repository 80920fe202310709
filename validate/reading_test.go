package validate

import (
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

const (
	progressSheet = "任务进展"
	stagesSheet   = "分段进展"
	identityName  = workbook.IdentitySheet
)

// TestReadingForgives changes a good return as people and programs do. It reads the same afterwards, and each kind of repair
// is reported once.
func TestReadingForgives(t *testing.T) {
	k := newKit(t, county, "zh")
	first := func(s *sheet.Sheet) int { return headingAt(t, s, "任务编号").Row + 1 }
	for _, tc := range []struct {
		name string
		do   func(b *sheet.Book)
		want []string
	}{
		{"as it was sent", func(*sheet.Book) {}, nil},
		{"rows reversed", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			from, to := first(s), s.LastRow()
			moveRows(s, func(n int) int {
				if n >= from {
					return from + to - n
				}
				return n
			})
		}, nil},
		{"rows reversed, headings and all", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			from, to := first(s)-1, s.LastRow()
			moveRows(s, func(n int) int {
				if n >= from {
					return from + to - n
				}
				return n
			})
		}, nil},
		{"rows hidden by a filter", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			for i := range s.Rows {
				s.Rows[i].Hidden = s.Rows[i].N > first(s)
			}
		}, nil},
		{"blank rows between", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			insertRows(s, first(s)+1, 2)
			insertRows(s, first(s)+4, 1)
		}, nil},
		{"a row on top", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			insertRows(s, 1, 1)
			s.Put(sheet.At(1, 1), sheet.Cell{Value: sheet.Str("请各科室周五前填好")})
		}, nil},
		{"columns in another order", func(b *sheet.Book) {
			for _, name := range []string{progressSheet, stagesSheet} {
				s := b.Sheet(name)
				last := s.LastCol()
				moveCols(s, func(n int) int { return last + 1 - n })
				s.Merges = nil
			}
		}, nil},
		{"a column inserted", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			at := headingAt(t, s, "进展状态")
			moveCols(s, func(n int) int {
				if n >= at.Col {
					return n + 1
				}
				return n
			})
			s.Put(at, sheet.Cell{Value: sheet.Str("经办科室")})
			s.Put(sheet.At(at.Row+1, at.Col), sheet.Cell{Value: sheet.Str("综合科")})
		}, []string{"info column-unknown 任务进展!I4"}},
		{"notes beside the table", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			s.Put(sheet.At(first(s), 21), sheet.Cell{Value: sheet.Str("王科长核过")})
			s.Put(sheet.At(first(s)+1, 21), sheet.Cell{Value: sheet.Str("待核")})
		}, []string{"info column-nameless 任务进展!U5"}},
		{"a stray cell in the last row", func(b *sheet.Book) {
			b.Sheet(progressSheet).Put(sheet.At(sheet.MaxRows, 30), sheet.Cell{Value: sheet.Str(" . ")})
		}, []string{"info column-nameless 任务进展!AD1048576"}},
		{"sheets in another order, one of one's own", func(b *sheet.Book) {
			slices.Reverse(b.Sheets)
			b.Sheets = append(b.Sheets, book(t, "# 通讯录\n| 姓名 | 电话 |\n| 张三 | 1 |").Sheets...)
		}, []string{"info sheet-unknown 通讯录"}},
		{"a backup of a sheet", func(b *sheet.Book) {
			s := *b.Sheet(stagesSheet)
			s.Name = "分段进展 (2)"
			b.Sheets = append(b.Sheets, &s)
		}, []string{"info sheet-unknown 分段进展 (2)"}},
		{"sheets renamed, the cover too", func(b *sheet.Book) {
			b.Sheet(progressSheet).Name = "9月进展"
			b.Sheet("填报说明").Name = "封面"
		}, []string{"info sheet-renamed 封面", "info sheet-renamed 9月进展"}},
		{"sheets hidden", func(b *sheet.Book) {
			b.Sheet(stagesSheet).Visibility = sheet.Hidden
			b.Sheet(progressSheet).Visibility = sheet.VeryHidden
		}, nil},
		{"hidden sheet lost", func(b *sheet.Book) { dropSheets(b, identityName) }, []string{"info identity-lost"}},
		{"hidden sheet and properties lost", func(b *sheet.Book) {
			dropSheets(b, identityName)
			b.Custom = nil
		}, []string{"info identity-lost"}},
		{"hidden sheet, properties and cover lost: the titles tell", func(b *sheet.Book) {
			dropSheets(b, identityName, "填报说明")
			b.Custom = nil
		}, []string{"info identity-lost"}},
		{"hidden sheet, properties and the cover's labels lost", func(b *sheet.Book) {
			dropSheets(b, identityName)
			b.Custom = nil
			s := b.Sheet("填报说明")
			for i := range s.Rows {
				s.Rows[i].Cells = slices.DeleteFunc(s.Rows[i].Cells, func(c sheet.Cell) bool { return c.Value.Text == "填报单位" || c.Value.Text == "填报期" })
			}
			for _, s := range b.Sheets {
				s.Rows = slices.DeleteFunc(s.Rows, func(r sheet.Row) bool { return s.Name != "填报说明" && r.N == 1 })
			}
		}, []string{"info identity-lost"}},
		{"numbers wiped out of moved rows", func(b *sheet.Book) {
			s := b.Sheet(progressSheet)
			insertRows(s, first(s), 1)
			s.Put(sheet.At(first(s)+1, 1), sheet.Cell{})
			s.Put(sheet.At(first(s)+2, 1), sheet.Cell{})
		}, []string{"info row-id-restored 任务进展!A6", "info row-id-restored 任务进展!A7"}},
		{"figures as text", func(b *sheet.Book) {
			put(t, b, progressSheet, "T2", "累计完成值", "'８")
			put(t, b, progressSheet, "T2", "完成进度", "'40％")
			put(t, b, progressSheet, "T3", "完成进度", "约50%")
			put(t, b, stagesSheet, "T3", "本期数", "5个")
		}, []string{"info repaired-full-width 任务进展!J6", "info repaired-percent-sign 任务进展!K6", "info repaired-approx 任务进展!K7", "info repaired-unit-in-number 分段进展!H5"}},
		{"figures in percent and in two decimals", func(b *sheet.Book) {
			put(t, b, progressSheet, "T1", "完成进度", "40%")
			s, at := cellOf(t, b, progressSheet, "T2", "累计完成值")
			s.Cell(at).Format = sheet.Decimal2
		}, nil},
		{"formulas for figures", func(b *sheet.Book) {
			put(t, b, progressSheet, "T2", "累计完成值", "=5+3 => 8")
			put(t, b, progressSheet, "T1", "完成进度", "=80/2 => 40")
		}, []string{"info repaired-formula 任务进展!K5", "info repaired-formula 任务进展!J6"}},
		{"invisible characters", func(b *sheet.Book) {
			put(t, b, progressSheet, "T1", "进展状态", "'\u200b推进中\ufeff ")
			put(t, b, progressSheet, "T1", "进展情况", "'\u202d完成现状调查和初稿\u202c\x07")
			put(t, b, progressSheet, "T2", "累计完成值", "'\u202d8\u202c")
		}, []string{"info repaired-text-number 任务进展!J6"}},
		{"a choice in words beside the list", func(b *sheet.Book) { put(t, b, progressSheet, "T1", "进展状态", "推 进 中") }, nil},
		{"a word merged down its column", func(b *sheet.Book) {
			put(t, b, progressSheet, "T2", "进展状态", "")
			s, at := cellOf(t, b, progressSheet, "T1", "进展状态")
			s.Merges = append(s.Merges, sheet.Rect(at.Row, at.Col, at.Row+1, at.Col))
		}, []string{"info repaired-merged 任务进展!I5"}},
		{"numbers of tasks merged over their stages", func(b *sheet.Book) {
			s, at := cellOf(t, b, stagesSheet, "T3", "任务编号")
			s.Put(sheet.At(at.Row+1, 1), sheet.Cell{})
			s.Put(sheet.At(at.Row+2, 1), sheet.Cell{})
			s.Merges = append(s.Merges, sheet.Rect(at.Row, 1, at.Row+2, 1))
		}, []string{"info repaired-merged 分段进展!A5"}},
		{"a workbook that counts from 1904", func(b *sheet.Book) { b.Oddities = append(b.Oddities, sheet.Oddity{Code: sheet.OddDate1904}) }, []string{"info date-1904"}},
		{"protection and drop-downs gone", func(b *sheet.Book) {
			for _, s := range b.Sheets {
				s.Layout = nil
			}
		}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v, ret := k.lookAt(k.sent(t))
			want := taken(&v, ret)
			if len(want) < 30 || v.Errors()+v.Warnings() != 0 {
				t.Fatalf("%d cells are taken\n%v", len(want), lines(v.Findings))
			}
			b := k.sent(t)
			tc.do(b)
			v, ret = k.lookAt(b)
			complete(t, v.Findings)
			same(t, lines(v.Findings), tc.want)
			sameTaken(t, taken(&v, ret), want)
		})
	}
}

// TestReadingNeverGuesses: a value that could mean several things is a finding that names the cell and holds its row back.
func TestReadingNeverGuesses(t *testing.T) {
	k := newKit(t, county, "zh")
	format := func(b *sheet.Book, id, heading string, f sheet.Format, shown sheet.Shown) {
		s, at := cellOf(t, b, progressSheet, id, heading)
		c := s.Cell(at)
		c.Format, c.Shown = f, shown
	}
	merge := func(b *sheet.Book, id, heading string, rows, cols int) {
		s, at := cellOf(t, b, progressSheet, id, heading)
		s.Merges = append(s.Merges, sheet.Rect(at.Row, at.Col, at.Row+rows, at.Col+cols))
	}
	for _, tc := range []struct {
		name string
		do   func(b *sheet.Book)
		want []string
		held int
	}{
		{"a figure merged over two rows", func(b *sheet.Book) {
			put(t, b, progressSheet, "T3", "完成进度", "")
			merge(b, "T2", "完成进度", 1, 0)
		}, []string{"error cells-merged 任务进展!K6", "error cells-merged 任务进展!K7"}, 2},
		{"merged over columns of several kinds", func(b *sheet.Book) { merge(b, "T1", "完成进度", 0, 2) },
			[]string{"error cells-merged 任务进展!K5", "error cells-merged 任务进展!L5", "error cells-merged 任务进展!M5"}, 1},
		{"something else under what is merged", func(b *sheet.Book) { merge(b, "T1", "进展情况", 1, 0) },
			[]string{"error cells-merged 任务进展!M5", "error cells-merged 任务进展!M6"}, 2},
		{"a figure that became a date", func(b *sheet.Book) { format(b, "T2", "累计完成值", sheet.Date, 0) }, []string{"error date-for-number 任务进展!J6"}, 1},
		{"a figure that is shown as 万", func(b *sheet.Book) { format(b, "T2", "累计完成值", sheet.Integer, sheet.ShownWan) },
			[]string{"error figure-shown-otherwise 任务进展!J6"}, 1},
		{"a figure that is not shown at all", func(b *sheet.Book) { format(b, "T1", "完成进度", sheet.General, sheet.ShownOtherwise) },
			[]string{"error figure-shown-otherwise 任务进展!K5"}, 1},
		{"a figure from another file", func(b *sheet.Book) {
			put(t, b, progressSheet, "T2", "累计完成值", "='C:\\\\[台账.xlsx]9月'!B2 => 8")
		},
			[]string{"warning outside-formula 任务进展!J6", "info repaired-formula 任务进展!J6"}, 0},
		{"a day that moves on", func(b *sheet.Book) {
			put(t, b, progressSheet, "T1", "进展状态", "长期坚持")
			put(t, b, progressSheet, "T1", "实际完成日期", "=TODAY() => 2024-09-28")
		}, []string{"info repaired-formula 任务进展!L5", "warning volatile-formula 任务进展!L5"}, 0},
		{"a formula nobody has worked out", func(b *sheet.Book) { put(t, b, progressSheet, "T2", "累计完成值", "=5+3") }, []string{"error formula-not-computed 任务进展!J6"}, 1},
		{"an error value", func(b *sheet.Book) { put(t, b, progressSheet, "T2", "累计完成值", "=1/0 => #DIV/0!") }, []string{"error error-value 任务进展!J6"}, 1},
		{"待定 is not filled in", func(b *sheet.Book) {
			put(t, b, progressSheet, "T2", "进展状态", "已完成")
			put(t, b, progressSheet, "T2", "完成进度", "100")
			put(t, b, progressSheet, "T2", "累计完成值", "20")
			put(t, b, progressSheet, "T2", "佐证材料", "合同")
			put(t, b, progressSheet, "T2", "实际完成日期", "待定")
		}, []string{"error done-without-date 任务进展!L6", "info repaired-open 任务进展!L6"}, 1},
		{"a day by a count that is not known", func(b *sheet.Book) {
			b.Oddities = append(b.Oddities, sheet.Oddity{Code: sheet.OddDate1904})
			put(t, b, progressSheet, "T1", "进展状态", "长期坚持")
			put(t, b, progressSheet, "T1", "实际完成日期", "45563")
		}, []string{"info date-1904", "error not-a-date 任务进展!L5"}, 1},
		{"entries in a copy of the sheet", func(b *sheet.Book) {
			s := *k.sent(t).Sheet(progressSheet)
			s.Name = "任务进展 (2)"
			b.Sheets = append(b.Sheets, &s)
			put(t, b, "任务进展 (2)", "T2", "累计完成值", "9")
		}, []string{"warning sheet-twice 任务进展 (2)"}, 0},
		{"another bureau's sheet beside one's own", func(b *sheet.Book) {
			s := *k.sent(t).Sheet(progressSheet)
			s.Name = "商务局任务进展"
			b.Sheets = append(b.Sheets, &s)
			put(t, b, "商务局任务进展", "T2", "累计完成值", "9")
			b.Sheet("商务局任务进展").Put(sheet.At(1, 2), sheet.Cell{Value: sheet.Str("任务进展  商务局  2024年9月")})
		}, []string{"warning sheet-of-another 商务局任务进展"}, 0},
		{"numbers wiped out, and nothing tells the rows apart", func(b *sheet.Book) {
			s, at := cellOf(t, b, progressSheet, "T1", "任务编号")
			insertRows(s, at.Row, 1)
			for _, row := range []int{at.Row + 1, at.Row + 2} {
				s.Put(sheet.At(row, 1), sheet.Cell{})
				s.Put(sheet.At(row, 2), sheet.Cell{})
			}
		}, []string{"warning row-missing 任务进展", "warning row-missing 任务进展", "error row-without-number 任务进展!A6", "error row-without-number 任务进展!A7"}, 2},
		{"a picture for evidence", func(b *sheet.Book) {
			put(t, b, progressSheet, "T1", "佐证材料", `=DISPIMG("ID_1",1) => '=DISPIMG("ID_1",1)`)
		}, []string{"warning picture-in-cell 任务进展!P5"}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := k.sent(t)
			tc.do(b)
			v, _ := k.lookAt(b)
			complete(t, v.Findings)
			same(t, lines(v.Findings), tc.want)
			if len(v.Held) != tc.held {
				t.Errorf("held %d rows, want %d", len(v.Held), tc.held)
			}
		})
	}
}
