package main

import (
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// county is a generated county: its workspace, and what its bureaus report.
type county struct {
	code, name, dir string
	tasks           []*countyTask
}

// countyTask is a generated task and its return, with the results that follow from both, worked out independently of the program.
type countyTask struct {
	id, area, lead string
	target, value  float64 // 0 for a deliverable
	due            calendar.Date
	status         string
	file           string // the return's name
	done, expected float64
	comparable     bool
	class          string
	statusOnly     bool
}

const (
	rollStart  = "2024-09-01"
	rollCutoff = "2024-09-30"
)

// generate makes a county's plan and decides what its bureaus will report.
func generate(n int) *county {
	c := &county{code: fmt.Sprintf("C%02d", n), name: fmt.Sprintf("第%s县", []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}[n-1])}
	rng := rand.New(rand.NewPCG(uint64(n), 7))
	day := func(s string) calendar.Date { d, _ := calendar.ParseISO(s); return d }
	start, cutoff := day(rollStart), day(rollCutoff)
	for i := range 9 {
		t := &countyTask{id: fmt.Sprintf("T%d", i+1), area: []string{"产业", "民生", "城建"}[i%3], lead: []string{"发改局", "住建局", "教育局"}[rng.IntN(3)]}
		t.due = start.AddDays(15 + rng.IntN(100))
		t.statusOnly = i == 8
		if i%2 == 0 {
			t.target = float64(10 + rng.IntN(90))
			t.value = math.Floor(t.target * rng.Float64() * 1.1)
			t.status = "推进中"
			t.done = math.Min(1, t.value/t.target)
			t.expected = math.Min(1, float64(cutoff-start+1)/float64(t.due-start+1))
		} else {
			t.status = []string{"推进中", "未启动", "已完成"}[rng.IntN(3)]
			switch {
			case t.status == "已完成":
				t.done, t.expected = 1, 1
			case t.status == "推进中" && cutoff < t.due:
				t.expected = 0 // a deliverable is due on its deadline and not before
			default:
				t.expected = math.Min(1, float64(cutoff-start+1)/float64(t.due-start+1))
			}
		}
		finished := t.done >= 1
		gap := (t.done - t.expected) * 100
		if t.target > 0 {
			gap = (t.value/t.target - t.expected) * 100
		}
		switch {
		case finished:
			t.class = "已完成"
		case cutoff > t.due:
			t.class = "逾期"
		case gap <= -10:
			t.class = "欠进度"
		case gap >= 5:
			t.class = "超进度"
		default:
			t.class = "达进度"
		}
		t.comparable = !t.statusOnly
		c.tasks = append(c.tasks, t)
	}
	return c
}

// plan writes the county's plan.
func (c *county) plan() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# 参数\n| 参数 | 值 |\n| 县市 | %s |\n| 文件日期 | %s |\n| 计划编号 | %s-2024 |\n| 超进度起点 | 5 |\n", c.name, rollStart, c.code)
	b.WriteString("# 单位\n| 单位编码 | 单位名称 |\n| FG | 发改局 |\n| ZJ | 住建局 |\n| JY | 教育局 |\n")
	b.WriteString("# 任务\n| 任务编号 | 领域 | 重点任务 | 计量方式 | 牵头单位 | 完成日期 | 计量单位 | 口径 | 目标值 | 仅报状态 |\n")
	for _, t := range c.tasks {
		measure, target := "事项 |", "| | |"
		if t.target > 0 {
			measure, target = "数量 |", fmt.Sprintf("个 | 累计 | %v |", t.target)
		}
		only := ""
		if t.statusOnly {
			only = "是"
		}
		fmt.Fprintf(&b, "| %s | %s | %s的%s | %s %s | %s | %s %s |\n", t.id, t.area, c.name, t.id, measure, t.lead, t.due, target, only)
	}
	return b.String()
}

// writePlan writes a plan workbook from pipe tables, with Chinese headings.
func writePlan(t *testing.T, path, tables string) {
	t.Helper()
	writePlanIn(t, catalogue(t, "zh"), path, tables)
}

func writePlanIn(t *testing.T, words *templates.Catalogue, path, tables string) {
	t.Helper()
	plan := workbook.DecodePlan(pipeBook(t, tables), "plan", templates.PlanForms(words))
	data, err := xlsx.Write(templates.PlanBook(plan.Tables, words))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, data)
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func readBookFile(t *testing.T, path string) *sheet.Book {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// must runs a command that has to succeed.
func must(t *testing.T, dir string, day calendar.Date, args ...string) string {
	t.Helper()
	code, out := runIn(t, dir, day, args...)
	if code != exitOK {
		t.Fatalf("%v in %s: exit %d\n%s", args, dir, code, out)
	}
	return out
}

// report issues the county's month, fills it in and merges it.
func (c *county) report(t *testing.T, dir string) {
	t.Helper()
	c.dir = dir
	issued, due := calendar.NewDate(2024, 9, 20), calendar.NewDate(2024, 9, 29)
	writePlan(t, filepath.Join(dir, "任务总表.xlsx"), c.plan())
	must(t, dir, issued, "issue", "--period", "2024-09")
	for _, bureau := range []string{"发改局", "住建局", "教育局"} {
		path := filepath.Join(dir, "下发", "2024-09", bureau+".xlsx")
		data, err := os.ReadFile(path)
		if err != nil {
			continue // no task
		}
		var edits []xlsx.Edit
		s := readBookFile(t, path).Sheet("任务进展")
		for _, task := range c.tasks {
			if task.lead != bureau {
				continue
			}
			task.file = "2024-09/" + bureau + ".xlsx"
			row, col := rowWith(s, 1, task.id), columnsOf(s, "进展状态")
			put := func(heading string, v sheet.Value) {
				edits = append(edits, xlsx.Edit{Sheet: s.Name, Ref: sheet.At(row, col[heading]), Value: v})
			}
			put("进展状态", sheet.Str(task.status))
			put("进展情况", sheet.Str(c.name+task.id+"的进展情况"))
			if task.target > 0 {
				put("累计完成值", sheet.Num(task.value))
			}
			if task.status == "已完成" {
				put("实际完成日期", sheet.Str("2024-09-10"))
				put("佐证材料", sheet.Str("验收单"))
			}
			put("情况说明", sheet.Str("已向分管领导说明"))
		}
		if list := readBookFile(t, path).Sheet("问题清单"); bureau == c.tasks[0].lead {
			// The first row below the headings and their hints.
			row, col := rowWith(list, 1, "问题编号")+1, columnsOf(list, "问题")
			edits = append(edits, xlsx.Edit{Sheet: list.Name, Ref: sheet.At(row, col["问题"]), Value: sheet.Str(c.name + "的问题")},
				xlsx.Edit{Sheet: list.Name, Ref: sheet.At(row, col["任务编号"]), Value: sheet.Str(c.tasks[0].id)})
		}
		if data, err = xlsx.Apply(data, edits); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, "回收", "2024-09", bureau+".xlsx"), data)
	}
	must(t, dir, due, "merge", "--period", "2024-09")
}

// columnsOf gives the columns of a sheet by heading, from the first row that has the given heading.
func columnsOf(s *sheet.Sheet, heading string) map[string]int {
	for _, row := range s.Rows {
		out := map[string]int{}
		for _, c := range row.Cells {
			out[strings.TrimSuffix(c.Value.Text, "*")] = c.Col
		}
		if out[heading] > 0 {
			return out
		}
	}
	return nil
}

// rowWith gives the first row that has a text in a column, 0 if there is none.
func rowWith(s *sheet.Sheet, col int, text string) int {
	for _, row := range s.Rows {
		if c := row.Cell(col); c != nil && c.Value.Text == text {
			return row.N
		}
	}
	return 0
}

// consolidatedIn gives the path of a workspace's consolidated workbook of September.
func consolidatedIn(dir string) string { return filepath.Join(dir, "报告", "2024-09", "汇总.xlsx") }

// problemBelow follows a problem down through the archives of the levels to the cell in which its bureau wrote it.
func problemBelow(t *testing.T, book *sheet.Book, id string, dirs []string, text string) {
	t.Helper()
	list := book.Sheet("问题清单")
	if row := rowWith(list, 1, id); row == 0 || list.Value(sheet.At(row, columnsOf(list, "问题")["问题"])).Text != text {
		t.Fatalf("the problem %s stands in row %d", id, row)
	}
	s := book.Sheet("来源")
	col := columnsOf(s, "SHA-256")
	depth := 0
	for row := rowWith(s, col["节点、阶段、指标等编号"], id); depth < len(dirs); row++ {
		value := func(heading string) string { return s.Value(sheet.At(row, col[heading])).String() }
		ref, _ := sheet.ParseRef(value("单元格"))
		if got := archived(t, dirs[depth], value("SHA-256")).Sheet(value("工作表")).Value(ref).Text; got != text || value("层级") != fmt.Sprint(depth+1) {
			t.Errorf("%s at level %s: %q", id, value("层级"), got)
		}
		depth++
	}
}

// archived finds a file in a workspace's archive by its hash.
func archived(t *testing.T, dir, sha string) *sheet.Book {
	t.Helper()
	var found string
	err := filepath.WalkDir(filepath.Join(dir, "存档"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".xlsx" {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil && archive.Hash(data) == sha {
			found = path
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("no file %s in the archive of %s (%v)", sha, dir, err)
	}
	return readBookFile(t, found)
}

// A prefecture sums up ten counties, and a province the prefecture: all figures follow from what bureaus typed, and each can be followed
// down to the returned cell.
func TestPrefectureOfTenCounties(t *testing.T) {
	root := t.TempDir()
	prefecture, province := filepath.Join(root, "市"), filepath.Join(root, "省")
	plan := "# 参数\n| 参数 | 值 |\n| 县市 | 东山市 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | ds-2024 |\n| 超进度起点 | 5 |\n# 单位\n| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |\n"
	var counties []*county
	for n := range 10 {
		c := generate(n + 1)
		counties = append(counties, c)
		plan += fmt.Sprintf("| %s | %s | 县区 | 是 |\n", c.code, c.name)
	}
	writePlan(t, filepath.Join(prefecture, "任务总表.xlsx"), plan+"# 任务\n| 任务编号 | 重点任务 |\n")
	day := calendar.NewDate(2024, 9, 30)
	if out := must(t, prefecture, day, "issue", "--period", "2024-09"); !strings.Contains(out, "10 个县区要报送总台账") {
		t.Errorf("issue says %q", out)
	}
	for n, c := range counties {
		if n == 9 {
			continue // one county reports nothing
		}
		c.report(t, filepath.Join(root, c.code))
		data, err := os.ReadFile(consolidatedIn(c.dir))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(prefecture, "回收", "2024-09", c.name+"汇总.xlsx"), data)
	}
	out := must(t, prefecture, day, "merge", "--period", "2024-09")
	if !strings.Contains(out, "应报 10 = 按时 9 + 迟报 0 + 退回未改 0 + 未报 1") {
		t.Errorf("merge says %q", out)
	}
	checkPrefecture(t, prefecture, counties[:9])

	// Once more one level up: the prefecture's workbook is the province's return.
	writePlan(t, filepath.Join(province, "任务总表.xlsx"), "# 参数\n| 参数 | 值 |\n| 县市 | 东海省 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | dh-2024 |\n"+
		"# 单位\n| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |\n| DS | 东山市 | 地市 | 是 |\n# 任务\n| 任务编号 | 重点任务 |\n")
	data, err := os.ReadFile(consolidatedIn(prefecture))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(province, "回收", "2024-09", "东山.xlsx"), data)
	must(t, province, day, "issue", "--period", "2024-09")
	if out := must(t, province, day, "merge", "--period", "2024-09"); !strings.Contains(out, "任务 81 项") {
		t.Errorf("the province's merge says %q", out)
	}
	followDown(t, readBookFile(t, consolidatedIn(province)), "DS·C03·T2", []string{province, prefecture, counties[2].dir}, counties[2].tasks[1])
	lead := map[string]string{"发改局": "FG", "住建局": "ZJ", "教育局": "JY"}[counties[2].tasks[0].lead]
	problemBelow(t, readBookFile(t, consolidatedIn(province)), "DS·C03·"+lead+"-202409-01", []string{province, prefecture, counties[2].dir}, "第三县的问题")
	explained := must(t, province, day, "explain", "DS·C03·T2", "--period", "2024-09")
	for _, want := range []string{"2024-09/东山.xlsx", "2024-09/第三县汇总.xlsx", counties[2].tasks[1].file} {
		if !strings.Contains(explained, want) {
			t.Errorf("explain does not name %s:\n%s", want, explained)
		}
	}
}

// checkPrefecture compares the prefecture's workbook with what follows from what bureaus typed.
func checkPrefecture(t *testing.T, dir string, counties []*county) {
	t.Helper()
	book := readBookFile(t, consolidatedIn(dir))
	ledger := book.Sheet("任务总台账")
	col := columnsOf(ledger, "县区承办单位")
	classes := map[string]int{}
	bureaus := book.Sheet("分单位")
	byCounty := columnsOf(bureaus, "平均完成率(%)")
	for _, c := range counties {
		done, due, n := 0.0, 0.0, 0
		for _, task := range c.tasks {
			id := c.code + "·" + task.id
			classes[task.class]++
			row := rowWith(ledger, 1, id)
			text := func(heading string) string { return ledger.Value(sheet.At(row, col[heading])).String() }
			if row == 0 || text("单位") != c.name || text("进展状态") != task.status {
				t.Fatalf("%s: row %d of %q is %q", id, row, text("单位"), text("进展状态"))
			}
			if task.statusOnly {
				if v := ledger.Value(sheet.At(row, col["进展情况"])); !v.IsBlank() {
					t.Errorf("%s tells %q", id, v.Text)
				}
				continue
			}
			if text("类别") != task.class || text("县区承办单位") != task.lead || text("进展情况") != c.name+task.id+"的进展情况" {
				t.Errorf("%s: %s of %s, %q; %s of %s expected", id, text("类别"), text("县区承办单位"), text("进展情况"), task.class, task.lead)
			}
			ratio := task.done
			if task.target > 0 {
				ratio = task.value / task.target
			}
			if got := ledger.Value(sheet.At(row, col["完成率"])).Num; math.Abs(got-ratio) > 1e-8 {
				t.Errorf("%s: completion %v, want %v", id, got, ratio)
			}
			done, due, n = done+math.Min(1, ratio), due+task.expected, n+1
			followDown(t, book, id, []string{dir, c.dir}, task)
		}
		got := bureaus.Value(sheet.At(rowWith(bureaus, byCounty["单位"], c.name), byCounty["平均完成率(%)"])).Num
		if want := math.Round(done/float64(n)*1000) / 10; math.Abs(got-want) > 0.051 {
			t.Errorf("%s: mean completion %v, want %v", c.name, got, want)
		}
	}
	areas := book.Sheet("分领域")
	heads, total := columnsOf(areas, "任务数"), rowWith(areas, 1, "合计")
	for class, want := range classes {
		if got := int(areas.Value(sheet.At(total, heads[class])).Num); got != want {
			t.Errorf("%d tasks are %s, want %d", got, class, want)
		}
	}
	if got := int(areas.Value(sheet.At(total, heads["任务数"])).Num); got != 9*len(counties) {
		t.Errorf("%d tasks in all", got)
	}
}

// followDown follows a task's figures through the archives of the levels, from the sheet of sources down to the cell that
// its bureau returned.
func followDown(t *testing.T, book *sheet.Book, id string, dirs []string, task *countyTask) {
	t.Helper()
	s := book.Sheet("来源")
	col := columnsOf(s, "SHA-256")
	depth := 0
	for _, row := range s.Rows {
		text := func(heading string) string { return s.Value(sheet.At(row.N, col[heading])).String() }
		if text("任务编号") != id || text("节点、阶段、指标等编号") != "" {
			continue
		}
		depth++
		if got := text("层级"); got != fmt.Sprint(depth) {
			t.Fatalf("%s: level %s after %d", id, got, depth-1)
		}
		if depth > len(dirs) {
			t.Fatalf("%s: more levels than there are", id)
		}
		file := archived(t, dirs[depth-1], text("SHA-256"))
		ref, _ := sheet.ParseRef(text("单元格"))
		want := task.status
		if depth == len(dirs) && task.target > 0 { // what the bureau typed is the figure that the completion rests on
			want = sheet.Num(task.value).String()
		}
		if got := file.Sheet(text("工作表")).Value(ref).String(); got != want {
			t.Errorf("%s at level %d: %s!%s of %s holds %q, want %q", id, depth, text("工作表"), text("单元格"), text("文件"), got, want)
		}
		if depth == len(dirs) && text("文件") != task.file {
			t.Errorf("%s ends at %s, want %s", id, text("文件"), task.file)
		}
	}
	if depth != len(dirs) {
		t.Errorf("%s: %d levels, want %d", id, depth, len(dirs))
	}
}
