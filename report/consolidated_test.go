package report

import (
	"flag"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		w, g := strings.Split(string(want), "\n"), strings.Split(got, "\n")
		for i := range max(len(w), len(g)) {
			if i >= len(w) || i >= len(g) || w[i] != g[i] {
				t.Fatalf("%s: line %d differs; run with -update and read the diff\nwant %s\ngot  %s", name, i+1, at(w, i), at(g, i))
			}
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

// laidOut gives the consolidated workbook with the rows of its long sheets too.
func laidOut(l *Ledger, hist *History, c *templates.Catalogue) *sheet.Book {
	return Consolidated(l, hist, c).Fill()
}

func dump(b *sheet.Book) string {
	var out strings.Builder
	for _, s := range b.Sheets {
		out.WriteString(sheet.Pipe(s))
		out.WriteByte('\n')
	}
	return out.String()
}

func TestConsolidatedDump(t *testing.T) {
	sep, oct := smallRounds(t)
	for _, lang := range []string{"zh", "en"} {
		golden(t, "consolidated-"+lang+".txt", dump(laidOut(oct, &History{Ledgers: []*Ledger{sep}, Registers: []*Register{sep.Register}}, catalogueOf(t, lang))))
	}
}

func TestConsolidatedIsDeterministic(t *testing.T) {
	first := ""
	for range 5 {
		sep, oct := smallRounds(t)
		b := laidOut(oct, &History{Ledgers: []*Ledger{sep, oct}}, catalogueOf(t, "zh"))
		if d := dump(b); first == "" {
			first = d
		} else if d != first {
			t.Fatal("the same ledger gave another workbook")
		}
	}
}

// cellsUnder reads a sheet's column by its heading, from below the headings to the first blank row.
func cellsUnder(t *testing.T, s *sheet.Sheet, head int, heading string) []sheet.Value {
	t.Helper()
	for _, c := range s.Row(head).Cells {
		if c.Value.Text == heading {
			var out []sheet.Value
			for r := head + 1; r <= s.LastRow(); r++ {
				out = append(out, s.Value(sheet.At(r, c.Col)))
			}
			return out
		}
	}
	t.Fatalf("%s has no column %s", s.Name, heading)
	return nil
}

// The first page shows a long name of an area whole, on two lines. It is not a link, since LibreOffice does not break those.
func TestOverviewHasRoomForLongAreas(t *testing.T) {
	const long = "坚定不移推动工业提质增效"
	_, oct := smallRounds(t)
	for _, tl := range oct.Tasks {
		if tl.Task.Area == "产业园区" {
			tl.Task.Area = long
		}
	}
	page := laidOut(oct, nil, catalogueOf(t, "zh")).Sheet("总览")
	found := 0
	for r := 1; r <= page.LastRow(); r++ {
		for _, c := range page.Row(r).Cells {
			short := c.Value.Text == "乡村振兴" && c.Role == sheet.Link
			if c.Value.Text != long && !short {
				continue
			}
			found++
			if linked := c.Extra != nil && c.Extra.Link != ""; linked != short || (page.Row(r).Height > 20) == short {
				t.Errorf("%s: linked %v in a row of %v points", c.Value.Text, linked, page.Row(r).Height)
			}
		}
	}
	if found != 2 {
		t.Errorf("%d areas found, want the long and the short one", found)
	}
}

// The figures of the first sheets are those that plain loops count in the ledger.
func TestOverviewCountsAreTheLedgers(t *testing.T) {
	_, oct := smallRounds(t)
	b := laidOut(oct, nil, catalogueOf(t, "zh"))
	page := b.Sheet("总览")
	byClass, byArea := map[string]int{}, map[string]int{}
	tasks := 0
	for _, tl := range oct.Tasks {
		if tl.Task.Measure == workbook.Grouping {
			continue
		}
		tasks++
		byClass[tl.Class.Key()]++
		byArea[tl.Task.Area]++
	}
	keys := map[string]string{"已完成": "done", "超进度": "ahead", "达进度": "on-track", "欠进度": "behind", "逾期": "overdue", "其他": "unclassed", "未派发": "unassigned"}
	found, sum, share := 0, 0, 0.0
	for r := 1; r <= page.LastRow(); r++ {
		key, ok := keys[page.Value(sheet.At(r, 1)).Text]
		if !ok {
			continue
		}
		found++
		n := int(page.Value(sheet.At(r, 4)).Num)
		if n != byClass[key] {
			t.Errorf("%s: %d on the page, %d in the ledger", key, n, byClass[key])
		}
		sum += n
		share += page.Value(sheet.At(r, 6)).Num
	}
	if found != 7 || sum != tasks || math.Round(share*10) != 1000 {
		t.Errorf("%d classes, %d of %d tasks, %v %%", found, sum, tasks, share)
	}
	if got := page.Value(sheet.At(7, 1)).Num; int(got) != tasks {
		t.Errorf("%v tasks on the page, %d in the ledger", got, tasks)
	}
	names := cellsUnder(t, b.Sheet("分领域"), tableHeadRow, "领域")
	counts := cellsUnder(t, b.Sheet("分领域"), tableHeadRow, "任务数")
	for i, name := range names {
		switch name.Text {
		case "产业园区", "乡村振兴", "营商环境":
			if int(counts[i].Num) != byArea[name.Text] {
				t.Errorf("%s: %v, want %d", name.Text, counts[i].Num, byArea[name.Text])
			}
		case "未分领域":
			if int(counts[i].Num) != byArea[""] {
				t.Errorf("%s: %v, want %d", name.Text, counts[i].Num, byArea[""])
			}
		}
	}
	// Every row except grouping rows shows a light, and the tasks flagged on the ledger's sheet add up to the same number.
	flags := cellsUnder(t, b.Sheet("任务总台账"), tableHeadRow, "计任务")
	n := 0
	for _, f := range flags {
		n += int(f.Num)
	}
	if n != tasks {
		t.Errorf("%d rows of the ledger's sheet count, want %d", n, tasks)
	}
}

func TestBureauMeansAreTheLedgers(t *testing.T) {
	_, oct := smallRounds(t)
	s := laidOut(oct, nil, catalogueOf(t, "zh")).Sheet("分单位")
	means := cellsUnder(t, s, tableHeadRow, "平均完成率(%)")
	for i, name := range cellsUnder(t, s, tableHeadRow, "单位") {
		b := oct.Plan.Directory.Bureau(name.Text)
		if b == nil {
			continue
		}
		sum, n := 0.0, 0
		for _, l := range oct.Lines {
			if l.Bureau == b && l.Role != workbook.RoleSupport && l.Completion.Ratio.Known && !l.Task.StatusOnly {
				sum += min(1, l.Completion.Ratio.V)
				n++
			}
		}
		want := sheet.Str("—")
		if n > 0 {
			want = sheet.Num(math.Round(sum/float64(n)*1000) / 10)
		}
		if !means[i].Equal(want) {
			t.Errorf("%s: %s, want %s", name.Text, means[i], want)
		}
	}
}

// Of a task that is 仅报状态 the workbook tells nothing but number, title, bureau, status and light.
func TestStatusOnlyTasksKeepTheirContent(t *testing.T) {
	sep, oct := smallRounds(t)
	p := oct.Plan
	secret := p.Task("GJ-01")
	fg := p.Directory.Bureau("发改局")
	secret.Milestones = append(secret.Milestones, &workbook.Milestone{Task: secret, ID: "1", Title: "不对外的节点", Due: oct.AsOf - 5, Asked: workbook.Asked{Bureaus: []*workbook.Bureau{fg}}})
	p.Changes = append(p.Changes, &workbook.Change{Object: workbook.ObjectTask, ObjectID: "GJ-01", Field: workbook.ColDue, New: "不对外的新时限", From: oct.AsOf - 3, Approver: "市长"})
	entry := oct.Now.Entries[workbook.EntryKey{Task: "GJ-01", Bureau: "FG"}]
	entry.Trouble, entry.Next, entry.Evidence = "不对外的问题", "不对外的措施", "不对外的材料"
	oct.Findings = append(oct.Findings, validate.Finding{Code: "x", Severity: workbook.Problem, Task: "GJ-01", Message: "不对外的提示", Reason: "不对外的原因"})
	for _, s := range laidOut(oct, &History{Ledgers: []*Ledger{sep}}, catalogueOf(t, "zh")).Sheets {
		for _, row := range s.Rows {
			about := false
			for _, c := range row.Cells {
				if strings.Contains(c.Value.Text, "不对外") {
					t.Errorf("%s!%s tells %q", s.Name, sheet.At(row.N, c.Col), c.Value.Text)
				}
				about = about || c.Value.Text == "GJ-01"
			}
			if !about || s.Name == "总览" || s.Name == workbook.IdentitySheet {
				continue
			}
			hidden := map[int]bool{}
			for _, l := range s.Layout.Columns {
				hidden[l.First] = l.Hidden
			}
			var shown []string
			for _, c := range row.Cells {
				if !hidden[c.Col] && !c.Value.IsBlank() {
					shown = append(shown, c.Value.String())
				}
			}
			for _, text := range shown {
				switch text {
				case "GJ-01", "专项斗争", "发改局", "推进中", "■红灯":
				default:
					t.Errorf("%s, row %d shows %q", s.Name, row.N, text)
				}
			}
		}
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	sep, oct := smallRounds(t)
	b := laidOut(oct, &History{Ledgers: []*Ledger{sep}}, catalogueOf(t, "zh"))
	links := 0
	for _, s := range b.Sheets {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				if c.Extra == nil || c.Extra.Link == "" {
					continue
				}
				links++
				name, ref, _ := strings.Cut(strings.TrimPrefix(c.Extra.Link, "'"), "'!")
				at, ok := sheet.ParseRef(ref)
				if target := b.Sheet(name); target == nil || !ok || target.Cell(at) == nil {
					t.Errorf("%s!%s leads to %s", s.Name, sheet.At(row.N, c.Col), c.Extra.Link)
				}
			}
		}
	}
	if links < 80 {
		t.Errorf("only %d links", links)
	}
}

// A link to a source leads to the row of that very value.
func TestSourceLinks(t *testing.T) {
	_, oct := smallRounds(t)
	b := laidOut(oct, nil, catalogueOf(t, "zh"))
	ledger, sources := b.Sheet("任务总台账"), b.Sheet("来源")
	bureau := 1 + slices.IndexFunc(ledger.Row(tableHeadRow).Cells, func(c sheet.Cell) bool { return c.Value.Text == "单位" })
	n := 0
	for _, row := range ledger.Rows {
		for _, c := range row.Cells {
			if c.Extra == nil || !strings.HasPrefix(c.Extra.Link, "'来源'!A") {
				continue
			}
			n++
			at, _ := sheet.ParseRef(strings.TrimPrefix(c.Extra.Link, "'来源'!"))
			got := []string{sources.Value(sheet.At(at.Row, 2)).Text, sources.Value(sheet.At(at.Row, 4)).Text}
			want := []string{row.Cell(1).Value.Text, row.Cell(bureau).Value.Text}
			if !cmp.Equal(got, want) {
				t.Errorf("row %d leads to %v, want %v", row.N, got, want)
			}
		}
	}
	if n == 0 {
		t.Error("no row of the ledger leads to its source")
	}
}

// A source links to the archived file and to the cell in it, whatever the clerk named the file.
func TestSourcesLeadToTheArchive(t *testing.T) {
	_, oct := smallRounds(t)
	oct.Kept = map[string]string{}
	for _, e := range oct.Now.Entries {
		oct.Kept[e.Source.SHA256()] = "../../存档/2024-10/ab12-发改局 #1 100%.xlsx"
	}
	s := laidOut(oct, nil, catalogueOf(t, "zh")).Sheet("来源")
	n := 0
	for r := tableHeadRow + 1; r <= s.LastRow(); r++ {
		file, cell := s.Cell(sheet.At(r, 6)), s.Cell(sheet.At(r, 8))
		if cell.Extra == nil {
			continue
		}
		n++
		want := "../../存档/2024-10/ab12-发改局 %231 100%25.xlsx"
		if file.Extra.Link != want || cell.Extra.Link != want+"#'"+s.Value(sheet.At(r, 7)).Text+"'!"+cell.Value.Text {
			t.Errorf("row %d leads to %s and %s", r, file.Extra.Link, cell.Extra.Link)
		}
	}
	if n == 0 {
		t.Error("no source leads to the archive")
	}
}

// If all tasks are done nothing is called urgent, and among equal bureaus none is called last.
func TestFirstPageOfACountyWithoutTrouble(t *testing.T) {
	day := calendar.NewDate(2024, 12, 31)
	page := sheet.Pipe(laidOut(variant(t, 2, []calendar.Date{day, day}, []string{workbook.Done, workbook.Done}, []Outcome{OnTime, OnTime}), nil, catalogueOf(t, "zh")).Sheet("总览"))
	for _, want := range []string{"| 最急事项 |", "没有逾期、预警或临期的任务", "没有逾期和亮红灯的任务", "单位A 100%"} {
		if !strings.Contains(page, want) {
			t.Errorf("the first page does not say %q\n%s", want, page)
		}
	}
	if n := strings.Count(page, "单位B 100%"); n != 0 {
		t.Errorf("one of two at 100%% is called last\n%s", page)
	}
}

func TestEmptyPlan(t *testing.T) {
	p := planOf(t, "# 单位\n| 单位名称 |\n| 发改局 |\n# 任务\n| 任务编号 | 重点任务 |\n")
	per := periodOf(t, "2024-09")
	l := BuildLedger(LedgerInput{Plan: p, Period: per, AsOf: per.Last(), Register: BuildRegister(p, per, 0, nil, nil)})
	b := laidOut(l, nil, catalogueOf(t, "zh"))
	var names []string
	for _, s := range b.Sheets {
		names = append(names, s.Name)
	}
	if want := []string{"总览", "任务总台账", workbook.IdentitySheet}; !cmp.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	if !strings.Contains(sheet.Pipe(b.Sheets[0]), "分领域、分单位") {
		t.Error("the overview does not say what is left out")
	}
}

func TestCriterion(t *testing.T) {
	for label, want := range map[string]string{"发改局": "$A5", "": `"="`, "A*": `"=A~*"`, `a"b`: `"=a""b"`, ">5": `"=>5"`, "~": `"=~~"`} {
		if got := criterion(label, "$A5"); got != want {
			t.Errorf("%q: got %s, want %s", label, got, want)
		}
	}
}

func TestListNames(t *testing.T) {
	k := &consolidated{c: catalogueOf(t, "zh")}
	long := strings.Repeat("长", 40)
	first := k.listName(long, nil)
	if n := len([]rune(first)); n != sheet.MaxNameLen {
		t.Errorf("a long name has %d characters", n)
	}
	if again := k.listName(long, []*sheet.Sheet{{Name: first}}); again == first || len([]rune(again)) > sheet.MaxNameLen {
		t.Errorf("the same name twice: %s", again)
	}
	if got := k.listName("总览", nil); got != "总览(2)" {
		t.Errorf("a list named as the overview became %s", got)
	}
	if got := k.listName("外出/招商", nil); strings.ContainsAny(got, "/") {
		t.Errorf("got %s", got)
	}
}

// The rows of the long sheets are laid out when they are asked for, and are the same in whatever order that happens.
func TestLongSheetsAreNotHeld(t *testing.T) {
	_, oct := smallRounds(t)
	c := catalogueOf(t, "zh")
	lazy, full := Consolidated(oct, nil, c), laidOut(oct, nil, c)
	names := []string{"任务总台账", "单位详情", "来源"}
	var rows []func() (*sheet.Row, bool)
	for _, name := range names {
		s := lazy.Sheet(name)
		if n := len(s.Rows); s.Lay == nil || n != tableHeadRow {
			t.Errorf("%s holds %d rows", name, n)
		}
		next, stop := iter.Pull(s.Each())
		defer stop()
		rows = append(rows, next)
	}
	for i := 0; ; i++ {
		left := 0
		for j, next := range rows {
			want := full.Sheet(names[j]).Rows
			got, ok := next()
			if ok != (i < len(want)) {
				t.Fatalf("%s: row %d of %d: %v", names[j], i+1, len(want), ok)
			}
			if !ok {
				continue
			}
			left++
			if !reflect.DeepEqual(*got, want[i]) {
				t.Errorf("%s: row %d is\n%+v, want\n%+v", names[j], i+1, *got, want[i])
			}
		}
		if left == 0 {
			break
		}
	}
}

// A sheet takes some 65,000 links, so in a longer table only the rows at the head of a group hold any.
func TestLongTablesAreNotAllLinks(t *testing.T) {
	for rows, want := range map[int]int{linkedRows: linkedRows, linkedRows + 1: linkedRows/10 + 1} {
		tb := openTable("长表", 1, []field{{key: "id"}}, func(key string) string { return key })
		tb.lay(rows, func(i int) {
			tb.next(sheet.Body)
			if i%10 > 0 {
				tb.open.Outline = 1
			}
			c := tb.put("id", sheet.Int(i))
			c.Role, c.Extra = sheet.Link, tb.link(1)
		})
		links := 0
		for r := range tb.s.Each() {
			c := r.Cell(1)
			if c.Extra != nil {
				links++
			} else if c.Role == sheet.Link {
				t.Fatalf("row %d looks like a link", r.N)
			}
		}
		if links != want {
			t.Errorf("%d rows have %d links, want %d", rows, links, want)
		}
	}
}

// A sheet says that most of its rows have no links if that is so, and only then.
func TestSheetsSayWhyRowsLeadNowhere(t *testing.T) {
	c := catalogueOf(t, "zh")
	check := func(s *sheet.Sheet, want string) {
		t.Helper()
		got := s.Cell(sheet.At(tableLineRow, 2)).Value.Text
		for key, n := range map[string]int{"report.few-links": linkedRows, "report.sources-not-kept": linkedSources, "report.sources-no-links": linkedRows} {
			if strings.Contains(got, c.T(key, "n", n)) != (key == want) {
				t.Errorf("%s says %q", s.Name, got)
			}
		}
	}
	for more, want := range map[int]string{0: "", linkedRows: "report.few-links"} {
		_, l := smallRounds(t)
		task := l.Tasks[slices.IndexFunc(l.Tasks, func(tl *TaskLine) bool { return tl.Lead() != nil })]
		for range more {
			line := *task.Lead()
			task.Lines, l.Lines = append(task.Lines, &line), append(l.Lines, &line)
		}
		b := Consolidated(l, nil, c)
		check(b.Sheet("任务总台账"), want)
		check(b.Sheet("单位详情"), want)
	}
	_, l := smallRounds(t)
	l.Kept = map[string]string{"": "存档"}
	for n, want := range map[int]string{
		linkedSources: "", linkedSources + 1: "report.sources-not-kept", linkedRows: "report.sources-not-kept", linkedRows + 1: "report.sources-no-links",
	} {
		k := &consolidated{l: l, c: c, words: newWords(l.Plan, c), sources: &sourceList{others: make([]sourceRow, n), n: n}}
		check(k.sourceSheet(), want)
	}
}

// Sheets that grow with bureaus, tasks or files are laid out while they are written: a workbook of many keeps as many rows as one of few.
func TestNoRowOfManyIsKept(t *testing.T) {
	kept := func(n int) map[string]int {
		var bureaus, tasks, milestones strings.Builder
		bureaus.WriteString("# 单位\n| 单位名称 | 单位类别 |\n")
		tasks.WriteString("# 任务\n| 任务编号 | 领域 | 重点任务 | 牵头单位 | 开始日期 | 完成日期 |\n")
		milestones.WriteString("# 节点\n| 任务编号 | 节点编号 | 节点名称 | 完成日期 |\n")
		for i := range n {
			fmt.Fprintf(&bureaus, "| 单位%d | 类别%d |\n", i, i%4)
			fmt.Fprintf(&tasks, "| RW-%d | 领域%d | 任务 | 单位%d | 2024-01-01 | 2024-08-31 |\n", i, i%3, i)
			fmt.Fprintf(&milestones, "| RW-%d | 1 | 节点 | 2024-06-30 |\n", i)
		}
		p := planOf(t, bureaus.String()+tasks.String()+milestones.String())
		now := (*workbook.Standing)(nil).Next(periodOf(t, "2024-09"))
		var files []FileLine
		var findings []validate.Finding
		for _, task := range p.Tasks {
			b := task.Lead()
			now.Entries[workbook.EntryKey{Task: task.ID, Bureau: b.Code}] = &workbook.Accepted{Status: workbook.Ongoing, Period: now.Period, Text: "进展", Source: source("返回", task.Order+2)}
			now.Problems = append(now.Problems, &workbook.ProblemRow{ID: "WT-" + task.ID, Task: task.ID, Bureau: b.Code, Text: "问题", Period: now.Period, Since: now.Period, Source: source("返回", task.Order+2)})
			files = append(files, FileLine{Name: b.Name + ".xlsx", Bureau: b, Verdict: "accepted", Period: "2024-09"})
			findings = append(findings, validate.Finding{Code: "text-repeated", Severity: workbook.Warning, Bureau: b.Code, Task: task.ID})
		}
		l := BuildLedger(LedgerInput{Plan: p, Period: now.Period, AsOf: now.Period.Last(), Now: now, Register: BuildRegister(p, now.Period, 0, asking(p.Bureaus...), nil), Files: files, Findings: findings})
		c := catalogueOf(t, "zh")
		rows := map[string]int{}
		book := Consolidated(l, nil, c)
		for _, s := range book.Sheets {
			rows[s.Name] = len(s.Rows)
		}
		if book.Fill(); len(book.Sheet(c.T("tab.problems")).Rows) < n || len(book.Sheet(c.T("tab.findings")).Rows) < n || len(book.Sheet(c.T("tab.matters")).Rows) < n {
			t.Fatalf("%d of everything is not laid out", n)
		}
		return rows
	}
	few, many := kept(60), kept(240)
	if len(few) < 12 || len(few) != len(many) {
		t.Fatalf("%d and %d sheets", len(few), len(many))
	}
	for name, n := range many {
		if n != few[name] {
			t.Errorf("%s keeps %d rows of 240 bureaus, %d of 60", name, n, few[name])
		}
	}
}

// BenchmarkConsolidated lays out and writes a workbook as large as real ones get: 600 tasks, 130 bureaus, five bureaus for each task.
func BenchmarkConsolidated(b *testing.B) {
	var text strings.Builder
	text.WriteString("# 单位\n| 单位名称 | 单位类别 |\n")
	for i := range 130 {
		fmt.Fprintf(&text, "| 单位%d | 类别%d |\n", i, i%4)
	}
	text.WriteString("# 任务\n| 任务编号 | 领域 | 重点任务 | 牵头单位 | 配合单位 | 开始日期 | 完成日期 |\n")
	for i := range 600 {
		fmt.Fprintf(&text, "| RW-%d | 领域%d | 任务 | 单位%d、单位%d | 单位%d、单位%d、单位%d | 2024-01-01 | 2024-12-31 |\n", i, i%9, i%130, (i+1)%130, (i+2)%130, (i+3)%130, (i+4)%130)
	}
	p := planOf(b, text.String())
	now := (*workbook.Standing)(nil).Next(periodOf(b, "2024-09"))
	for _, t := range p.Tasks {
		now.Entries[workbook.EntryKey{Task: t.ID, Bureau: t.Lead().Code}] = &workbook.Accepted{Status: workbook.Ongoing, Period: now.Period, Text: "进展", Source: source("返回", t.Order+2)}
	}
	c := catalogueOf(b, "zh")
	b.ReportAllocs()
	for b.Loop() {
		l := BuildLedger(LedgerInput{Plan: p, Period: now.Period, AsOf: now.Period.Last(), Now: now, Register: BuildRegister(p, now.Period, 0, asking(p.Bureaus...), nil)})
		if _, err := xlsx.Write(Consolidated(l, nil, c)); err != nil {
			b.Fatal(err)
		}
	}
}

// A bureau's sums link to the details of all tasks that it has a part in, and the details link back and on to the ledger.
func TestBureausLeadToTheirDetails(t *testing.T) {
	_, oct := smallRounds(t)
	b := laidOut(oct, nil, catalogueOf(t, "zh"))
	bureaus, details := b.Sheet("分单位"), b.Sheet("单位详情")
	lines := map[string]int{}
	for _, line := range oct.Lines {
		lines[line.Bureau.Name]++
	}
	seen := 0
	for r := tableHeadRow + 1; r <= details.LastRow(); r++ {
		name := details.Cell(sheet.At(r, 1))
		if details.Row(r).Outline > 0 {
			lines[name.Value.Text]--
			seen++
			continue
		}
		found := false
		for up := tableHeadRow + 1; up <= bureaus.LastRow(); up++ {
			down := bureaus.Cell(sheet.At(up, 2))
			if down == nil || down.Value.Text != name.Value.Text {
				continue
			}
			found = true
			if down.Extra == nil || down.Extra.Link != "'单位详情'!"+sheet.At(r, 1).String() || name.Extra == nil || name.Extra.Link != "'分单位'!"+sheet.At(up, 1).String() {
				t.Errorf("%s: %v leads to %v, %v back", name.Value.Text, sheet.At(up, 2), down.Extra, name.Extra)
			}
		}
		if !found {
			t.Errorf("%s stands in the details alone", name.Value.Text)
		}
	}
	if seen == 0 {
		t.Error("no details")
	}
	for name, n := range lines {
		if n != 0 {
			t.Errorf("%s: %d lines of the ledger are not in the details", name, n)
		}
	}
}

// Ratios are shown with at most one decimal, and without a trailing zero.
func TestRatiosDropTheirZero(t *testing.T) {
	_, oct := smallRounds(t)
	b := laidOut(oct, nil, catalogueOf(t, "zh"))
	checked := 0
	for _, s := range b.Sheets {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				if c.Format != ratioFormat && c.Format != sheet.Decimal1 || c.Value.Kind != sheet.Number {
					continue
				}
				covered := false
				for _, cond := range s.Layout.Conditionals {
					r := cond.Range
					covered = covered || cond.Whole == c.Format && r.First.Row <= row.N && row.N <= r.Last.Row && r.First.Col <= c.Col && c.Col <= r.Last.Col
				}
				if checked++; !covered {
					t.Errorf("%s!%s shows a zero", s.Name, sheet.At(row.N, c.Col))
				}
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d ratios", checked)
	}
}
