package workbook_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"

	"pgregory.net/rapid"
)

// running is a plan with tasks of several kinds, shared between bureaus.
const running = roster + `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位       | 配合单位 | 计量单位 | 口径 | 目标值 | 开始日期   | 完成日期   |
	| CY-01    | 编制规划 | 事项     | 发改局、财政局 | 住建局   |          |      |        | 2024-09-01 | 2024-12-31 |
	| CY-02    | 到位资金 | 数量     | 财政局         |          | 万元     | 当期 | 1000   | 2024-09-01 | 2024-12-31 |
	| CY-03    | 完成植树 | 数量     | 住建局         | 发改局   | 亩       | 累计 | 500    | 2024-09-01 | 2024-12-31 |
	| CZ-01    | 村庄规划 | 分段     | 住建局         |          | 个       |      | 157    | 2024-09-01 | 2024-12-31 |
	| XM-01    | 建桥     | 项目     | 住建局         |          |          | 环节 |        | 2024-09-01 | 2024-12-31 |
	# 节点
	| 任务编号 | 节点编号 | 节点名称 | 责任单位       | 完成日期   |
	| CY-01    | 1        | 初稿     |                | 2024-09-20 |
	| CY-01    | 2        | 会签     | 财政局、住建局 | 2024-10-20 |
	# 分段
	| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
	| CZ-01    | 1        | 未编     | 0      | 15     |
	| CZ-01    | 2        | 初审     | 50     | 92     |
	| CZ-01    | 3        | 批复     | 100    | 50     |
	# 项目
	| 任务编号 | 环节序号 | 环节 | 责任单位       | 计划完成日期 |
	| XM-01    | 1        | 立项 | 发改局、住建局 | 2024-09-30   |
	| XM-01    | 2        | 开工 |                | 2024-11-30   |
	# 指标
	| 指标编号 | 指标名称 | 责任单位       | 计划值 |
	| Z1       | 增速     | 发改局、财政局 | 6.5    |
	# 表样
	| 表名 | 列名 | 类型 |
	| 外出 | 去向 | 文本 |
`

// office reads returns for a plan, with the forms loaded once.
type office struct {
	plan  *workbook.Plan
	forms *workbook.TemplateForms
}

func newOffice(t tester, plan string) office {
	t.Helper()
	return office{planOf(t, plan), templates.ReturnForms(words(t))}
}

// read gives a bureau's return for a period; pipes are its sheets.
func (o office) read(t tester, name, per, pipes string) *workbook.Return {
	t.Helper()
	r := workbook.DecodeReturn(bookOf(t, pipes), name+".xlsx", o.plan, o.forms)
	r.Bureau, r.Period = bureau(t, o.plan, name), period(t, per)
	return r
}

// holdRows holds back the rows whose text says so.
func holdRows(r *workbook.Record) bool {
	return r.Get(workbook.ColText).Text == "扣" || r.Get(workbook.ColProblemText).Text == "扣" || r.Get(workbook.ColStuck).Text == "扣"
}

// accept takes a return into the standing of its period.
func (o office) accept(t tester, s, prior *workbook.Standing, name, pipes string) {
	t.Helper()
	ret := o.read(t, name, s.Period.String(), pipes)
	s.Accept(o.plan, prior, ret, workbook.NewSource(workbook.Place{}, name, "R0001"), holdRows)
}

func (o office) entry(t tester, s *workbook.Standing, id, name string) *workbook.Accepted {
	t.Helper()
	e := s.Entry(task(t, o.plan, id), bureau(t, o.plan, name))
	if e == nil {
		t.Fatalf("no entry of %s on %s", name, id)
	}
	return e
}

func first(t tester, per string) *workbook.Standing {
	t.Helper()
	return (*workbook.Standing)(nil).Next(period(t, per))
}

func TestEntriesAreAccepted(t *testing.T) {
	o := newOffice(t, running)
	sep := first(t, "2024-09")
	o.accept(t, sep, nil, "财政局", `
		# 任务进展
		| 任务编号 | 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 | 存在问题及原因 | 下步措施 | 佐证材料 | 情况说明 |
		| CY-01    |          |            |          |              |          |                |          |          |          |
		| CY-02    | 推进中   | 300        | 40%      | 2024-09-30   | 到账一笔 | 审批慢         | 再催     | 回单     | 已核     |
		| CY-03    | 已完成   | 500        | 100      |              | 不归我   |                |          |          |          |
		| CY-99    | 已完成   |            |          |              | 没有     |                |          |          |          |`)
	if len(sep.Entries) != 1 {
		t.Fatalf("%d entries: rows untouched, not the bureau's or unknown count", len(sep.Entries))
	}
	e := o.entry(t, sep, "CY-02", "财政局")
	want := workbook.Accepted{
		Period: period(t, "2024-09"), Status: workbook.Ongoing, Value: workbook.Known(300), InPeriod: workbook.Known(300),
		Estimate: workbook.Known(40), Text: "到账一笔", Trouble: "审批慢", Next: "再催", Evidence: "回单", Answer: "已核", Role: workbook.RoleLead, Source: e.Source,
		TextIn: period(t, "2024-09"), EstimateIn: period(t, "2024-09"), SaidIn: period(t, "2024-09"),
	}
	if *e != want { // a date done does not count on an unfinished task
		t.Errorf("entry %+v\nwant %+v", *e, want)
	}
	if e.Source.Place().String() != "任务进展!C3" || e.Source.SHA256() != "财政局" || e.Source.Receipt() != "R0001" {
		t.Errorf("source %+v", e.Source)
	}
	if got := e.Cell(workbook.ColText).String(); got != "任务进展!F3" {
		t.Errorf("the text stands in %s", got)
	}
}

func TestThisPeriodSums(t *testing.T) {
	o := newOffice(t, running)
	figures := []struct {
		period, row      string
		value, in        float64
		inKnown          bool
		status, text     string
		trouble          string
		sameText, doneOn string
	}{
		{"2024-09", "| CY-02 | 推进中 | 300 | | 甲 | 难 |", 300, 300, true, workbook.Ongoing, "甲", "难", "0", ""},
		{"2024-10", "| CY-02 | 推进中 | 250 | | 甲 | |", 550, 250, true, workbook.Ongoing, "甲", "", "1", ""},
		{"2024-11", "| CY-02 | 本期无变化 | | | | |", 550, 0, false, workbook.Ongoing, "甲", "", "0", ""},
		{"2024-12", "| CY-02 | 已完成 | 450 | 2024-12-20 | 乙 | |", 1000, 450, true, workbook.Done, "乙", "", "0", "2024-12-20"},
	}
	var prior *workbook.Standing
	for _, f := range figures {
		s := prior.Next(period(t, f.period))
		pipes := "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 实际完成日期 | 进展情况 | 存在问题及原因 |\n" + f.row
		o.accept(t, s, prior, "财政局", pipes)
		o.accept(t, s, prior, "财政局", pipes) // a second reading adds nothing up twice
		e := o.entry(t, s, "CY-02", "财政局")
		if e.Value != workbook.Known(f.value) || e.InPeriod != (workbook.Amount{V: f.in, Known: f.inKnown}) {
			t.Errorf("%s: value %v, in the period %v", f.period, e.Value, e.InPeriod)
		}
		if e.Status != f.status || e.Text != f.text || e.Trouble != f.trouble || fmt.Sprint(e.SameText) != f.sameText || e.DoneOn != day(t, f.doneOn) {
			t.Errorf("%s: %+v", f.period, e)
		}
		prior = s
	}
}

// TestLongerPeriodTakesShorterOnesIn checks that a week's figure of the period includes those of its special rounds, and a month's those of
// both, but not what a special round had before the month's first day.
func TestLongerPeriodTakesShorterOnesIn(t *testing.T) {
	type round struct {
		period   string
		typed, v float64
	}
	for name, rounds := range map[string][]round{
		"within a month": {
			{"2024-09", 300, 300},
			{"2024-S1008", 5, 305},
			{"2024-S1009", 7, 312},
			{"2024-W41", 20, 320},
			{"2024-S1015", 4, 324},
			{"2024-W42", 10, 330},
			{"2024-S1022", 1, 331},
			{"2024-10", 50, 350},
			{"2024-W45", 6, 356},
			{"2024-S1112", 2, 358},
			{"2024-11", 30, 380},
		},
		"a week of two months": {
			{"2024-08", 100, 100},
			{"2024-S0930", 5, 105},
			{"2024-S1001", 3, 108},
			{"2024-W40", 20, 120},
			{"2024-10", 50, 155},
		},
	} {
		o := newOffice(t, running)
		var prior *workbook.Standing
		for _, f := range rounds {
			s := prior.Next(period(t, f.period))
			o.accept(t, s, prior, "财政局", fmt.Sprintf("# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 |\n| CY-02 | 推进中 | %v |", f.typed))
			if e := o.entry(t, s, "CY-02", "财政局"); e.Value.V != f.v {
				t.Errorf("%s: %s: %v, want %v", name, f.period, e.Value.V, f.v)
			}
			prior = s
		}
	}
}

func TestUnchangedKeeps(t *testing.T) {
	o := newOffice(t, running)
	sep := first(t, "2024-09")
	head := "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 完成进度 | 进展情况 | 存在问题及原因 | 佐证材料 | 情况说明 |\n"
	o.accept(t, sep, nil, "住建局", head+"| CY-03 | 推进中 | 200 | 40 | 已栽二百亩 | 缺苗 | 照片 | 说明 |")
	tests := []struct {
		name, row string
		want      string
	}{
		{"本期无变化 keeps all", "| CY-03 | 本期无变化 | | | | | | |", "ongoing 200 40 已栽二百亩 缺苗 照片"},
		{"what is left blank stays, troubles are this period's", "| CY-03 | 推进中 | 260 | | | | | |", "ongoing 260 40 已栽二百亩  照片"},
		{"a status alone", "| CY-03 | 申请调整 | | | | | | |", "ask-change 200 40 已栽二百亩  照片"},
		{"unreadable cells change nothing", "| CY-03 | 快好了 | 许多 | | 新增 | | | |", "ongoing 200 40 新增  照片"},
		{"a figure falls: what is reported is what stands", "| CY-03 | 推进中 | 150 | | | | | |", "ongoing 150 40 已栽二百亩  照片"},
	}
	for _, tt := range tests {
		oct := sep.Next(period(t, "2024-10"))
		o.accept(t, oct, sep, "住建局", head+tt.row)
		e := o.entry(t, oct, "CY-03", "住建局")
		got := fmt.Sprintf("%s %v %v %s %s %s", e.Status, e.Value.V, e.Estimate.V, e.Text, e.Trouble, e.Evidence)
		if got != tt.want || e.Answer != "" || e.Period.String() != "2024-10" {
			t.Errorf("%s: %s, answer %q", tt.name, got, e.Answer)
		}
	}
	if e := o.entry(t, sep, "CY-03", "住建局"); e.Status != workbook.Ongoing || e.Value.V != 200 || e.Period.String() != "2024-09" {
		t.Errorf("the period before was changed: %+v", e)
	}
	// A first report of “no change” counts as not started.
	s := first(t, "2024-09")
	o.accept(t, s, nil, "住建局", head+"| CY-03 | 本期无变化 | | | | | | |")
	if e := o.entry(t, s, "CY-03", "住建局"); e.Status != workbook.NotStarted || e.Value.Known {
		t.Errorf("a first 本期无变化 is %+v", e)
	}
}

func TestHeldRowsStandAndLaterReturnsReplace(t *testing.T) {
	o := newOffice(t, running)
	head := "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n"
	sep := first(t, "2024-09")
	o.accept(t, sep, nil, "住建局", head+"| CY-03 | 推进中 | 100 | 九月 |\n| CZ-01 | 推进中 | | 九月 |")
	oct := sep.Next(period(t, "2024-10"))
	o.accept(t, oct, sep, "住建局", head+"| CY-03 | 推进中 | 180 | 扣 |\n| CZ-01 | 推进中 | | 十月 |\n| CY-01 | 推进中 | | 十月 |")
	if e := o.entry(t, oct, "CY-03", "住建局"); e.Value.V != 100 || e.Period.String() != "2024-09" || e.Text != "九月" {
		t.Errorf("a held row stands at %+v", e)
	}
	if e := o.entry(t, oct, "CZ-01", "住建局"); e.Text != "十月" || e.Period.String() != "2024-10" {
		t.Errorf("a held row holds another back: %+v", e)
	}
	o.accept(t, oct, sep, "住建局", head+"| CY-03 | 推进中 | 170 | 更正 |\n| CZ-01 | 推进中 | | 扣 |\n| CY-01 | | | |")
	if e := o.entry(t, oct, "CY-03", "住建局"); e.Value.V != 170 || e.Text != "更正" {
		t.Errorf("a later return left %+v", e)
	}
	for _, id := range []string{"CZ-01", "CY-01"} { // held back or untouched in the later return: the earlier one's row counts
		if e := o.entry(t, oct, id, "住建局"); e.Text != "十月" {
			t.Errorf("%s: %+v", id, e)
		}
	}
}

func TestRowsBelowTasks(t *testing.T) {
	o := newOffice(t, running)
	sep := first(t, "2024-09")
	o.accept(t, sep, nil, "住建局", `
		# 节点进展
		| 任务编号 | 节点编号 | 节点状态 | 实际完成日期 | 说明   |
		| CY-01    | 1        | 已完成   | 2024-09-18   | 不归我 |
		| CY-01    | 2        | 推进中   | 2024-09-19   | 在办   |
		# 分段进展
		| 任务编号 | 阶段序号 | 本期数 | 说明 |
		| CZ-01    | 1        | 10     |      |
		| CZ-01    | 2        |        | 未变 |
		| CZ-01    | 3        | 六十   | 批了 |
		| CZ-01    | 9        | 1      |      |
		# 项目进度
		| 任务编号 | 环节序号 | 环节 | 环节状态 | 实际开始日期 | 实际完成日期 |
		| XM-01    | 1        | 立项 | 已完成   | 2024-09-05   | 2024-09-28   |
		| XM-01    | 2        | 开工 | 未启动   |              |              |
		# 指标进展
		| 指标编号 | 指标名称 | 本期值 |
		| Z1       | 增速     | 5      |`)
	if len(sep.Milestones) != 1 || sep.Milestones[workbook.RowKey{Task: "CY-01", ID: "2"}].Status != workbook.Ongoing ||
		sep.Milestones[workbook.RowKey{Task: "CY-01", ID: "2"}].DoneOn != 0 {
		t.Errorf("milestones %+v", sep.Milestones)
	}
	if len(sep.Stages) != 2 || sep.Stages[workbook.RowKey{Task: "CZ-01", ID: "1"}].V != 10 || sep.Stages[workbook.RowKey{Task: "CZ-01", ID: "3"}].V != 60 {
		t.Errorf("stages %+v", sep.Stages)
	}
	if st := sep.Steps[workbook.RowKey{Task: "XM-01", ID: "1"}]; st == nil || st.Status != workbook.Done || st.StartedOn.String() != "2024-09-05" || st.DoneOn.String() != "2024-09-28" {
		t.Errorf("step %+v", st)
	}
	if len(sep.Indicators) != 0 {
		t.Errorf("an indicator was taken from a bureau that does not answer for it")
	}
	// A reopened step has no day done, but keeps its start.
	oct := sep.Next(period(t, "2024-10"))
	o.accept(t, oct, sep, "住建局", "# 项目进度\n| 任务编号 | 环节序号 | 环节状态 | 说明 |\n| XM-01 | 1 | 推进中 | 返工 |")
	st := oct.Steps[workbook.RowKey{Task: "XM-01", ID: "1"}]
	if st.Status != workbook.Ongoing || st.DoneOn != 0 || st.StartedOn.String() != "2024-09-05" || st.Text != "返工" || st.Bureau != "ZJ" {
		t.Errorf("step %+v", st)
	}
	if sep.Steps[workbook.RowKey{Task: "XM-01", ID: "1"}].Status != workbook.Done {
		t.Error("the period before was changed")
	}
}

func problems(s *workbook.Standing) string {
	var out []string
	for _, p := range s.Problems {
		state := "open"
		if p.Closed {
			state = "closed"
		}
		out = append(out, p.ID+" "+p.Text+" "+state)
	}
	return strings.Join(out, " | ")
}

func TestProblemsAreNumbered(t *testing.T) {
	o := newOffice(t, running)
	head := "# 问题清单\n| 问题编号 | 提出单位 | 任务编号 | 问题 | 卡在环节 | 需协调单位 | 级别 | 是否办结 | 办结日期 |\n"
	sep := first(t, "2024-09")
	list := head + `
		|  |  | CY-02 | 审批慢 | 用地 | 住建局、审计署 | 县市级 | | |
		|  |  |       |        | 无题 |                |      | | |
		|  |  | CY-02 | 扣     |      |                |      | | |
		|  |  | CY-01 | 缺人   |      |                |      | | |`
	o.accept(t, sep, nil, "财政局", list)
	want := "CZ-202409-01 审批慢 open | CZ-202409-04 缺人 open"
	if got := problems(sep); got != want {
		t.Errorf("problems %s", got)
	}
	o.accept(t, sep, nil, "财政局", list)
	if got := problems(sep); got != want {
		t.Errorf("on a second reading %s", got)
	}
	// Once corrected, the held row gets its own number and the others keep theirs.
	o.accept(t, sep, nil, "财政局", strings.Replace(list, "| 扣     |", "| 缺钱   |", 1))
	if got := problems(sep); got != "CZ-202409-01 审批慢 open | CZ-202409-03 缺钱 open | CZ-202409-04 缺人 open" {
		t.Errorf("mended %s", got)
	}

	oct := sep.Next(period(t, "2024-10"))
	o.accept(t, oct, sep, "财政局", head+`
		| cz-202409-01 | 财政局 | CY-02 | 审批慢 | 用地 | 住建局 | 县市级 | 是 | 2024-10-12 |
		| CZ-202409-03 | 财政局 | CY-02 | 缺钱   | 扣   |        |      | 是 |            |
		|              |        | CY-02 | 新难题 |      |        |      |    |            |`)
	o.accept(t, oct, sep, "住建局", head+"| CZ-202409-04 | 财政局 | CY-01 | 缺人 | | | | 是 | |") // not its own to close
	if got := problems(oct); got != "CZ-202409-01 审批慢 closed | CZ-202409-03 缺钱 open | CZ-202409-04 缺人 open | CZ-202410-01 新难题 open" {
		t.Errorf("carried over %s", got)
	}
	if p := oct.Problems[0]; p.ClosedOn.String() != "2024-10-12" || p.Since.String() != "2024-09" || p.Period.String() != "2024-10" || p.Source.Place().String() != "问题清单!D2" {
		t.Errorf("closed problem %+v", p)
	}
	if got := problems(sep); strings.Contains(got, "closed") {
		t.Errorf("the period before was changed: %s", got)
	}
	// The bureau that raised a problem and those that are needed both see it while it is open.
	concerned := map[string]string{"财政局": "CZ-202409-01 CZ-202409-03 CZ-202409-04", "住建局": "CZ-202409-01", "发改局": ""}
	for name, ids := range concerned {
		var got []string
		for _, p := range sep.OpenProblems(o.plan, bureau(t, o.plan, name)) {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != ids {
			t.Errorf("%s has %v", name, got)
		}
	}
	if (*workbook.Standing)(nil).OpenProblems(o.plan, o.plan.Bureaus[0]) != nil {
		t.Error("problems before the first period")
	}
}

func TestManyProblemsKeepTheirNumbersApart(t *testing.T) {
	o := newOffice(t, running)
	s := first(t, "2024-09")
	o.accept(t, s, nil, "财政局", "# 问题清单\n| 问题编号 | 提出单位 | 任务编号 | 问题 |\n"+strings.Repeat("| | | CY-02 | 难 |\n", 205))
	seen := map[string]bool{}
	for _, p := range s.Problems {
		if seen[p.ID] {
			t.Fatalf("%s stands twice", p.ID)
		}
		seen[p.ID] = true
	}
	if len(seen) != 205 {
		t.Errorf("%d problems", len(seen))
	}
}

// A problem whose number was deleted is not raised again.
func TestRestoredProblemsAreNotNew(t *testing.T) {
	o := newOffice(t, running)
	head := "# 问题清单\n| 问题编号 | 提出单位 | 任务编号 | 问题 | 是否办结 |\n"
	sep := first(t, "2024-09")
	o.accept(t, sep, nil, "财政局", head+"| | | CY-02 | 审批慢 | |")
	oct := sep.Next(period(t, "2024-10"))
	o.accept(t, oct, sep, "财政局", head+"| | 财政局 | CY-02 | 审批慢 | 是 |\n# _duban\n| duban | | | |\n| row | problems | '2 | CZ-202409-01 |")
	if got := problems(oct); got != "CZ-202409-01 审批慢 closed" {
		t.Errorf("problems %s", got)
	}
}

func TestListRowsAreReplacedWithinAPeriod(t *testing.T) {
	o := newOffice(t, running)
	sep := first(t, "2024-09")
	rows := func(s *workbook.Standing) string {
		var out []string
		for _, r := range s.Lists {
			out = append(out, r.Period.String()+r.Bureau+r.Cells[0].Text)
		}
		return strings.Join(out, " ")
	}
	o.accept(t, sep, nil, "财政局", "# 外出\n| 去向 |\n| 济南 |\n| 上海 |")
	o.accept(t, sep, nil, "发改局", "# 外出\n| 去向 |\n| 北京 |")
	o.accept(t, sep, nil, "财政局", "# 外出\n| 去向 |\n| 青岛 |")
	if got := rows(sep); got != "2024-09FG北京 2024-09CZ青岛" {
		t.Errorf("rows %s", got)
	}
	oct := sep.Next(period(t, "2024-10"))
	o.accept(t, oct, sep, "财政局", "# 外出\n| 去向 |\n| 威海 |")
	if got := rows(oct); got != "2024-09FG北京 2024-09CZ青岛 2024-10CZ威海" {
		t.Errorf("rows %s", got)
	}
}

// Returns of different bureaus give the same standing in whatever order they are accepted, and accepted again.
func TestOrderOfBureausMakesNoDifference(t *testing.T) {
	o := newOffice(t, running)
	names := []string{"发改局", "财政局", "住建局", "海阳所镇"}
	status := rapid.SampledFrom([]string{"", "未启动", "推进中", "已完成", "本期无变化", "快了"})
	figure := rapid.SampledFrom([]string{"", "0", "12", "60", "'80%", "许多"})
	text := rapid.SampledFrom([]string{"", "甲", "乙", "扣"})
	drawReturn := func(t *rapid.T, label string) string {
		var b strings.Builder
		line := func(cells ...string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
		b.WriteString("# 任务进展\n")
		line("任务编号", "进展状态", "累计完成值", "进展情况")
		for _, id := range []string{"CY-01", "CY-02", "CY-03", "CZ-01"} {
			line(id, status.Draw(t, label), figure.Draw(t, label), text.Draw(t, label))
		}
		b.WriteString("# 节点进展\n")
		line("任务编号", "节点编号", "节点状态", "说明")
		line("CY-01", "1", status.Draw(t, label), text.Draw(t, label))
		line("CY-01", "2", status.Draw(t, label), text.Draw(t, label))
		b.WriteString("# 项目进度\n")
		line("任务编号", "环节序号", "环节状态", "说明")
		line("XM-01", "1", status.Draw(t, label), text.Draw(t, label))
		b.WriteString("# 分段进展\n")
		line("任务编号", "阶段序号", "本期数", "说明")
		line("CZ-01", "2", figure.Draw(t, label), text.Draw(t, label))
		b.WriteString("# 指标进展\n")
		line("指标编号", "指标名称", "本期值", "说明")
		line("Z1", "增速", figure.Draw(t, label), text.Draw(t, label))
		b.WriteString("# 问题清单\n")
		line("问题编号", "任务编号", "问题")
		for range rapid.IntRange(0, 2).Draw(t, label) {
			line(rapid.SampledFrom([]string{"", "", "FG-202409-01", "ZJ-202409-01"}).Draw(t, label), "CY-01", text.Draw(t, label))
		}
		b.WriteString("# 外出\n")
		line("去向")
		line(text.Draw(t, label))
		return b.String()
	}
	rapid.Check(t, func(t *rapid.T) {
		returns := map[string]map[string]string{}
		for _, per := range []string{"2024-09", "2024-10"} {
			returns[per] = map[string]string{}
			for _, n := range names {
				returns[per][n] = drawReturn(t, per+n)
			}
		}
		run := func(order []string, again bool) *workbook.Standing {
			var prior *workbook.Standing
			for _, per := range []string{"2024-09", "2024-10"} {
				s := prior.Next(period(t, per))
				for _, n := range order {
					o.accept(t, s, prior, n, returns[per][n])
				}
				if again {
					o.accept(t, s, prior, order[0], returns[per][order[0]])
				}
				prior = s
			}
			return prior
		}
		straight := run(names, false)
		other := run(rapid.Permutation(slices.Clone(names)).Draw(t, "order"), rapid.Bool().Draw(t, "again"))
		if !reflect.DeepEqual(plain(straight), plain(other)) {
			t.Fatalf("two orders, two standings:\n%+v\n%+v", plain(straight), plain(other))
		}
	})
}

// plain gives a standing by value, without the cells of list rows, which refer to their tables.
func plain(s *workbook.Standing) map[string]any {
	out := map[string]any{}
	for k, e := range s.Entries {
		out[fmt.Sprint("entry", k)] = *e
	}
	for k, e := range s.Milestones {
		out[fmt.Sprint("milestone", k)] = *e
	}
	for k, e := range s.Steps {
		out[fmt.Sprint("step", k)] = *e
	}
	for k, e := range s.Stages {
		out[fmt.Sprint("stage", k)] = *e
	}
	for k, e := range s.Indicators {
		out[fmt.Sprint("indicator", k)] = *e
	}
	for i, p := range s.Problems {
		out[fmt.Sprint("problem", i)] = *p
	}
	for i, r := range s.Lists {
		out[fmt.Sprint("list", i)] = r.List + r.Bureau + r.Period.String() + r.Cells[0].Text
	}
	return out
}

// TestRepeatsAreCounted checks that repeated figures and repeated requests for a change are counted by period. A blank is not a repetition,
// and an answer or another figure ends it.
func TestRepeatsAreCounted(t *testing.T) {
	o := newOffice(t, running)
	head := "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n"
	var last *workbook.Standing
	for _, p := range []struct {
		period, row       string
		sameValue, asking int16
		asked, typed      string
	}{
		{"2024-09", "| CY-03 | 推进中 | 100 | 九月 |", 0, 0, "", "2024-09"},
		{"2024-10", "| CY-03 | 推进中 | 100 | 十月 |", 1, 0, "", "2024-10"},
		{"2024-11", "| CY-03 | 申请调整 | | |", 1, 1, "2024-11", "2024-10"},
		{"2024-12", "| CY-03 | 申请调整 | 100 | |", 2, 2, "2024-11", "2024-10"},
		{"2025-01", "| CY-03 | 推进中 | 120 | |", 0, 0, "", "2024-10"},
	} {
		s := last.Next(period(t, p.period))
		o.accept(t, s, last, "住建局", head+p.row)
		e := o.entry(t, s, "CY-03", "住建局")
		if e.SameValue != p.sameValue || e.Asking != p.asking || e.AskedIn.String() != p.asked || e.TextIn.String() != p.typed {
			t.Errorf("%s: same value %d, asking %d since %s, text of %s", p.period, e.SameValue, e.Asking, e.AskedIn, e.TextIn)
		}
		last = s
	}
}

// TestSeveralWordsOnOneRow checks that in a row that several bureaus answer for, the first-listed bureau's report counts, and the others
// are kept beside it, in whatever order they came.
func TestSeveralWordsOnOneRow(t *testing.T) {
	o := newOffice(t, running)
	say := map[string]string{
		"财政局": "# 节点进展\n| 任务编号 | 节点编号 | 节点状态 | 实际完成日期 | 说明 |\n| CY-01 | 2 | 已完成 | 2024-09-19 | 已会签 |\n# 指标进展\n| 指标编号 | 本期值 |\n| Z1 | 6 |",
		"住建局": "# 节点进展\n| 任务编号 | 节点编号 | 节点状态 | 说明 |\n| CY-01 | 2 | 推进中 | 还没送来 |",
		"发改局": "# 指标进展\n| 指标编号 | 本期值 |\n| Z1 | 5 |",
	}
	for _, order := range [][]string{{"财政局", "住建局", "发改局"}, {"发改局", "住建局", "财政局"}, {"住建局", "财政局", "发改局", "住建局"}} {
		s := first(t, "2024-09")
		for _, b := range order {
			o.accept(t, s, nil, b, say[b])
		}
		m := s.Milestones[workbook.RowKey{Task: "CY-01", ID: "2"}]
		if m.Bureau != "CZ" || m.Status != workbook.Done || m.Answer != "已会签" || len(m.Beside) != 1 || m.Beside[0].Bureau != "ZJ" || m.Beside[0].Status != workbook.Ongoing {
			t.Errorf("%v: milestone %+v", order, m)
		}
		z := s.Indicators[workbook.RowKey{ID: "Z1"}]
		if z.V != 5 || len(z.Beside) != 1 || z.Beside[0].V != 6 || z.Beside[0].Bureau != "CZ" {
			t.Errorf("%v: indicator %+v", order, z)
		}
		// In the next period the old reports beside it are gone.
		next := s.Next(period(t, "2024-10"))
		o.accept(t, next, s, "财政局", say["财政局"])
		if m := next.Milestones[workbook.RowKey{Task: "CY-01", ID: "2"}]; len(m.Beside) != 0 {
			t.Errorf("%v: words of the period before are kept: %+v", order, m.Beside)
		}
	}
}

// If a task gets a new lead, its last lead's report counts until the new lead reports, even if the new lead supported before; a lead that
// takes the task back continues from the other's report.
func TestTasksChangeHands(t *testing.T) {
	plans := map[string]office{}
	for _, lead := range []string{"财政局", "发改局", "住建局"} {
		plans[lead] = newOffice(t, strings.Replace(running, "| 数量     | 住建局         | 发改局   | 亩", "| 数量     | "+lead+"         | 发改局   | 亩", 1))
	}
	value := func(s *workbook.Standing, o office, who string) string {
		e := s.Entry(task(t, o.plan, "CY-03"), bureau(t, o.plan, who))
		if e == nil {
			return "none"
		}
		return fmt.Sprintf("%v of %s in %s", e.Value.V, e.Source.SHA256(), e.Period)
	}
	report := func(s, prior *workbook.Standing, o office, who, figure string) {
		o.accept(t, s, prior, who, "# 任务进展\n| 任务编号 | 进展状态 | 累计完成值 | 进展情况 |\n| CY-03 | 推进中 | "+figure+" | 植树 |")
	}
	expect := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	o := plans["住建局"]
	sep := first(t, "2024-09")
	report(sep, nil, o, "住建局", "120")
	report(sep, nil, o, "发改局", "30")
	if sep.HandedOver(o.plan, o.plan) != sep {
		t.Error("a standing in which nothing changes hands was copied")
	}
	o = plans["财政局"]
	taken := sep.HandedOver(o.plan, o.plan)
	expect("a lead who never reported", value(taken, o, "财政局"), "120 of 住建局 in 2024-09")
	expect("the standing that it was taken from", value(sep, o, "财政局"), "none")
	if c := o.plan.Official(taken, task(t, o.plan, "CY-03")); c.Done.V != 120 {
		t.Errorf("the task stands at %v", c.Done)
	}
	o = plans["发改局"]
	taken = sep.HandedOver(o.plan, o.plan)
	expect("a lead who supported before", value(taken, o, "发改局"), "120 of 住建局 in 2024-09")
	oct := taken.Next(period(t, "2024-10"))
	report(oct, taken, o, "发改局", "200")
	expect("the new lead's own word", value(oct.HandedOver(o.plan, o.plan), o, "发改局"), "200 of 发改局 in 2024-10")
	o = plans["住建局"]
	expect("taken back", value(oct.HandedOver(o.plan, o.plan), o, "住建局"), "200 of 发改局 in 2024-10")
}
