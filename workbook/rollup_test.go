package workbook_test

import (
	"strings"
	"testing"
	"unsafe"

	"duban/workbook"
	"duban/workbook/sheet"
)

// A bureau's line under a task has the task's number but is not a task. A row that somebody added by hand with a task's number is a task,
// which the checks report.
func TestRowsAddedToALedger(t *testing.T) {
	o := newOffice(t, `
		# 单位
		| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |
		| HLX | 河林县 | 县区 | 是 |
		# 任务
		| 任务编号 | 重点任务 |`)
	const told = `
		# 任务总台账
		| 任务编号 | 重点任务 | 单位 | 完成率 | 应达进度 | 类别 | 进展状态 | 计任务 | 计领域 | 计类别 |
		| T1 | 修建县道 | 交通局 | 0.4 | 0.5 | 欠进度 | 推进中 | 1 | 交通 | 欠进度 |
		| T1 | 修建县道 | 财政局 | 0.4 | 0.5 | 欠进度 | 推进中 | | 交通 | 欠进度 |
		| T2 | 新建小学 | 教育局 | 1 | 1 | 已完成 | 已完成 | 1 | 教育 | 已完成 |
		| T1 | 修建县道 | 交通局 | 0.9 | 0.5 | 超进度 | 推进中 | | | |
		| T3 | 校舍加固 | 教育局 | 0.5 | 0.5 | 达进度 | 推进中 | | | |
		| T2 | 补充说明 | | | | | | | | |
		# _duban
		| duban | |
		| kind | consolidated |
		| bureau | 河林县 |
		| period | 2024-09 |`
	rows := func(pipes string) string {
		var out []string
		for _, r := range o.read(t, "河林县", "2024-09", pipes).Ledger.Table.Records {
			out = append(out, r.Place(workbook.ColTask).Cell()+" "+r.ID)
		}
		return strings.Join(out, ", ")
	}
	if got := rows(told); got != "A2 T1, A4 T2, A5 T1, A6 T3" {
		t.Errorf("taken for tasks: %s", got)
	}
	// Without the hidden columns a bureau's line cannot be told from an added row.
	if got := rows(strings.NewReplacer("计任务", "甲", "计领域", "乙", "计类别", "丙").Replace(told)); got != "A2 T1, A4 T2, A6 T3" {
		t.Errorf("taken for tasks without the hidden columns: %s", got)
	}
}

// What is kept of a county's ledger does not keep the file in memory that was read.
func TestLedgerLetsGoOfItsFile(t *testing.T) {
	o := newOffice(t, `
		# 单位
		| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |
		| HLX | 河林县 | 县区 | 是 |
		# 任务
		| 任务编号 | 重点任务 |`)
	pipes := `
		# 任务总台账
		| 任务编号 | 领域 | 重点任务 | 完成率 | 应达进度 | 差距(百分点) | 类别 | 进展状态 | 进展情况 | 计任务 |
		| T1 | 交通 | 修建县道 | 0.4 | 0.5 | -10 | 欠进度 | 推进中 | 路基完成四公里 | 1 |
		# 分领域
		| 领域 | 任务数 |
		| 交通 | 1 |
		# 来源
		| 任务编号 | 文件 | SHA-256 |
		| T1 | 交通局.xlsx | 9f2c |
		# _duban
		| duban | |
		| kind | consolidated |
		| bureau | 河林县 |
		| period | 2024-09 |
		| marked | status |
		| row | ledger | 2 | T1 | ` + workbook.CellMark(sheet.Str("推进中")) + ` |`
	ret := o.read(t, "河林县", "2024-09", pipes)
	l := ret.Ledger
	if l == nil || l.Areas == nil || len(l.Marks) != 1 || len(l.Sources) != 1 {
		t.Fatalf("the ledger is read as %+v", l)
	}
	read := l.Table.Records[0].Get(workbook.ColText).Text
	hop := l.Sources["t1"]
	if hop == nil {
		hop = l.Sources["T1"]
	}
	sep := first(t, "2024-09")
	sep.Accept(o.plan, nil, ret, workbook.Source{}, holdRows)
	e := sep.Entries[workbook.EntryKey{Task: "HLX·T1", Bureau: "HLX"}]
	if e == nil || len(e.Ledger.Chain) != 1 || len(hop) != 1 || e.Ledger.Chain[0].File != "交通局.xlsx" || e.Text != "路基完成四公里" {
		t.Fatalf("it stands as %+v", e)
	}
	same := func(a, b string) bool { return unsafe.StringData(a) == unsafe.StringData(b) }
	if same(e.Text, read) || same(e.Ledger.Chain[0].File, hop[0].File) || same(e.Ledger.Chain[0].SHA256, hop[0].SHA256) {
		t.Error("what stands holds on to the file")
	}
	ret.Forget(func(*workbook.Record) bool { return false })
	if l.Areas != nil || l.Marks != nil || l.Sources != nil || len(l.Table.Records) != 0 {
		t.Errorf("left of the return: %+v", l)
	}
	if e.Text != "路基完成四公里" || strings.Join([]string{e.Ledger.Number, e.Ledger.Area, e.Ledger.Title}, " ") != "T1 交通 修建县道" {
		t.Errorf("it stands as %+v of %+v", e, e.Ledger)
	}
}
