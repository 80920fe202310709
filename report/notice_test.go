package report

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/sheet"
	"github.com/google/go-cmp/cmp"
)

const noticePlan = `
# 参数
| 参数 | 值 |
| 县市 | 某县 |
| 编发单位 | 督查室 |
| 文件日期 | 2024-09-01 |
# 单位
| 单位编码 | 单位名称 |
| A | 发改局 |
| B | 商务局 |
| C | 夏村镇 |
# 任务
| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 计量单位 | 目标值 | 仅报状态 | 急办 |
| T1 | 逾期的事 | 事项 | 发改局 | 商务局 | 2024-09-20 | | | | |
| T2 | 急办的事 | 事项 | 发改局 | | 2024-10-25 | | | | 是 |
| T3 | 慢的数 | 数量 | 商务局 | | 2024-12-31 | 个 | 100 | | |
| T4 | 不外说 | 事项 | 夏村镇 | | 2024-09-30 | | | 是 | |
| T5 | 快到期 | 事项 | 商务局 | | 2024-11-05 | | | | |
%s`

// noticeRounds gives the ledgers from September to a month. at says what a bureau reports on a task in a month.
func noticeRounds(t *testing.T, more string, months int, at map[string]workbook.Accepted, outcome map[string]Outcome) *History {
	t.Helper()
	p := planOf(t, fmt.Sprintf(noticePlan, more))
	h := &History{}
	var before *workbook.Standing
	per := periodOf(t, "2024-09")
	for range months {
		now := before.Next(per)
		for key, e := range at {
			month, task, _ := strings.Cut(key, " ")
			if month != per.String() {
				continue
			}
			tk := p.Task(task)
			e.Period, e.Role, e.Source = per, workbook.RoleLead, source(tk.Lead().Name, tk.Order+2)
			now.Entries[workbook.EntryKey{Task: task, Bureau: tk.Lead().Code}] = &e
		}
		if per.String() == "2024-09" {
			// A task under way is not behind before its deadline.
			now.Entries[workbook.EntryKey{Task: "T5", Bureau: "B"}] = &workbook.Accepted{Period: per, Status: workbook.Ongoing, Role: workbook.RoleLead, Source: source("商务局", 6)}
		}
		reg := &Register{Period: per, Due: p.DueDay(per)}
		for _, b := range p.Bureaus {
			o, ok := outcome[per.String()+" "+b.Name]
			if !ok {
				o = OnTime
			}
			reg.Rows = append(reg.Rows, &RegisterRow{Bureau: b, Outcome: o, Files: []string{b.Name + ".xlsx"}})
		}
		h.Ledgers = append(h.Ledgers, BuildLedger(LedgerInput{Plan: p, Period: per, AsOf: p.CutoffDay(per), Now: now, Before: before, Register: reg}))
		before, per = now, per.Next()
	}
	return h
}

func cases(in NoticeInput) []string {
	var out []string
	for _, c := range NoticeCases(in) {
		what := ""
		if t := c.Task(); t != nil {
			what = t.ID
		}
		s := strings.Join([]string{c.Level.Key(), c.Bureau.Name, what, c.Trigger, number(c.Reached)}, " ")
		switch {
		case c.Hold != nil:
			s += " held"
		case c.Within != nil:
			s += " within"
		case c.Given != nil && c.Open():
			s += " higher than " + c.Given.Number
		case c.Given != nil:
			s += " given"
		}
		out = append(out, s)
	}
	return out
}

func TestNoticeCases(t *testing.T) {
	day := calendar.NewDate(2024, 11, 8)
	h := noticeRounds(t, "", 2, nil, map[string]Outcome{"2024-09 夏村镇": Missing, "2024-10 夏村镇": Missing, "2024-10 商务局": SentBack})
	want := []string{
		"supervise 发改局 T1 overdue 41", // more than fifteen days
		"supervise 发改局 T2 overdue 6",  // urgent: one level higher
		"supervise 商务局 T3 red 1",
		"supervise 夏村镇 T4 overdue 31 within", // the notice on the return names it
		"supervise 夏村镇  missing 2",
		"press 商务局  sent-back 1",
		"remind 商务局 T5 due-soon 5",
	}
	if got := cases(NoticeInput{History: h, Day: day}); !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	// Until the due day nobody gets a notice for a missing return.
	for _, c := range cases(NoticeInput{History: h, Day: h.Ledgers[1].Register.Due}) {
		if strings.Contains(c, "missing") || strings.Contains(c, "sent-back") {
			t.Errorf("%s, though the day has not passed", c)
		}
	}
}

// The bureaus that a problem needs get notices, unless the problem is called settled and only waits to be verified.
func TestNoticesOfProblems(t *testing.T) {
	h := noticeRounds(t, "", 1, nil, nil)
	due := calendar.NewDate(2024, 9, 10)
	h.Ledgers[0].Now.Problems = []*workbook.ProblemRow{
		{ID: "B-202409-01", Bureau: "B", Text: "用地未批", Needed: []string{"夏村镇"}, Due: due, Since: periodOf(t, "2024-09")},
		{ID: "B-202409-02", Bureau: "B", Text: "资金未到", Needed: []string{"夏村镇"}, Due: due, Since: periodOf(t, "2024-09"), Closed: true},
	}
	var got []string
	for _, c := range NoticeCases(NoticeInput{History: h, Day: calendar.NewDate(2024, 10, 8)}) {
		if c.Problem != nil {
			got = append(got, c.Bureau.Name+" "+c.Problem.ID)
		}
	}
	if want := []string{"夏村镇 B-202409-01"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

// The day by which a problem should have been settled is red once it has passed, but not if the problem was called settled in time and
// only waits to be verified.
func TestProblemsPastTheirDayAreRed(t *testing.T) {
	h := noticeRounds(t, "", 1, nil, nil)
	l, due := h.Ledgers[0], calendar.NewDate(2024, 9, 10)
	since := periodOf(t, "2024-09")
	l.Now.Problems = []*workbook.ProblemRow{
		{ID: "B-202409-01", Bureau: "B", Text: "用地未批", Due: due, Since: since},
		{ID: "B-202409-02", Bureau: "B", Text: "资金未到", Due: due, Since: since, Closed: true, ClosedOn: due},
		{ID: "B-202409-03", Bureau: "B", Text: "人员未定", Due: due, Since: since, Closed: true, ClosedOn: due + 1},
		{ID: "B-202409-04", Bureau: "B", Text: "设备未到", Due: due, Since: since, Closed: true}, // on no day that is known
		{ID: "B-202409-05", Bureau: "B", Text: "方案未批", Due: l.AsOf, Since: since},
		{ID: "B-202409-06", Bureau: "B", Text: "图纸未出", Since: since},
	}
	c := catalogueOf(t, "zh")
	book := Consolidated(l, nil, c)
	book.Fill()
	var got []string
	for r := range book.Sheet(c.T("tab.problems")).Each() {
		for _, cell := range r.Cells {
			if cell.Role == sheet.Alert {
				got = append(got, r.Cells[0].Value.Text)
			}
		}
	}
	if want := []string{"B-202409-01", "B-202409-03", "B-202409-04"}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestNoticesAreHeldBackWithAnApprovedReason(t *testing.T) {
	more := `# 缓办
| 单位 | 任务编号 | 截至 | 原因 | 批准人 |
| 发改局 | T1 | 2024-11-30 | 等上级批复 | 分管市长 |
| 商务局 | | | 机构改革 | |
| 夏村镇 | | 2024-11-07 | 防汛 | 市长 |
`
	h := noticeRounds(t, more, 2, nil, nil)
	want := []string{
		"supervise 发改局 T1 overdue 41 held",
		"supervise 发改局 T2 overdue 6",
		"supervise 商务局 T3 red 1",      // nobody approved that hold
		"supervise 夏村镇 T4 overdue 31", // that hold ended the day before
		"remind 商务局 T5 due-soon 5",
	}
	if got := cases(NoticeInput{History: h, Day: calendar.NewDate(2024, 11, 8)}); !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestACountyLaddersAsItLikes(t *testing.T) {
	more := `# 督办阶梯
| 事由 | 达到 | 级别 | 答复工作日 |
| 逾期 | 1 | 提醒 | 2 |
| 逾期 | 40 | 通报 | |
`
	h := noticeRounds(t, more, 2, nil, map[string]Outcome{"2024-10 夏村镇": Missing})
	want := []string{"circulate 发改局 T1 overdue 41", "press 发改局 T2 overdue 6", "remind 夏村镇 T4 overdue 31"}
	if got := cases(NoticeInput{History: h, Day: calendar.NewDate(2024, 11, 8)}); !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	c := NoticeCases(NoticeInput{History: h, Day: calendar.NewDate(2024, 11, 8)})
	if c[0].Reply != 5 || c[2].Reply != 2 {
		t.Errorf("replies within %d and %d workdays", c[0].Reply, c[2].Reply)
	}
}

func record(n int, matter, trigger string, level workbook.NoticeLevel, bureau string, per calendar.Period) NoticeRecord {
	return NoticeRecord{Number: fmt.Sprintf("%d号", n), Matter: matter, Trigger: trigger, Level: level, Bureau: bureau, Period: per, Issued: per.Last() + 8, Reply: per.Last() + 15}
}

// A matter rises from level to level, is closed by a return that shows it done, and counts as new if it comes up again.
func TestNoticesCloseByReturns(t *testing.T) {
	sep, oct := periodOf(t, "2024-09"), periodOf(t, "2024-10")
	day := calendar.NewDate
	records := []NoticeRecord{
		record(1, "task|T1|A", workbook.TriggerOverdue, workbook.Press, "A", sep),
		record(2, "task|T3|B", workbook.TriggerRed, workbook.Supervise, "B", sep),
		record(3, "return||C", workbook.TriggerMissing, workbook.Press, "C", sep),
		record(4, "task|T4|C", workbook.TriggerOverdue, workbook.Press, "C", oct),
	}
	states := func(h *History) []string {
		var out []string
		for _, s := range NoticeStates(NoticeInput{History: h, Records: records, Day: day(2024, 11, 8)}) {
			out = append(out, s.Number+" "+s.End.key()+" "+s.By.String())
		}
		return out
	}
	// Nothing came: all notices stand, and September's are past their day to answer.
	missing := map[string]Outcome{"2024-09 夏村镇": Missing, "2024-10 夏村镇": Missing}
	h := noticeRounds(t, "", 2, nil, missing)
	if got, want := states(h), []string{"1号 late ", "2号 late ", "3号 late ", "4号 stands "}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	got := cases(NoticeInput{History: h, Records: records, Day: day(2024, 11, 8)})
	want := []string{"supervise 发改局 T1 overdue 41 higher than 1号", "supervise 发改局 T2 overdue 6",
		"supervise 商务局 T3 red 1 given", "supervise 夏村镇 T4 overdue 31 higher than 4号", "supervise 夏村镇  missing 2 higher than 3号", "remind 商务局 T5 due-soon 5"}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	// October's returns show T1 done and T3 caught up, and the town reports at last. The notice on a task that is only under way stands.
	h = noticeRounds(t, "", 2, map[string]workbook.Accepted{
		"2024-10 T1": {Status: workbook.Done, DoneOn: day(2024, 10, 20)},
		"2024-10 T3": {Status: workbook.Ongoing, Value: workbook.Known(60)},
		"2024-10 T4": {Status: workbook.Ongoing},
	}, map[string]Outcome{"2024-09 夏村镇": Missing, "2024-10 夏村镇": Late})
	if got, want := states(h), []string{"1号 closed 2024-10", "2号 closed 2024-10", "3号 closed 2024-10", "4号 stands "}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	s := NoticeStates(NoticeInput{History: h, Records: records, Day: day(2024, 11, 8)})
	if s[0].Source.Place().File != "发改局.xlsx" || s[2].File != "夏村镇.xlsx" {
		t.Errorf("closed by %s and %s", s[0].Source.Place().File, s[2].File)
	}
	// In November T3 lags again: that is a new matter.
	h = noticeRounds(t, "", 4, map[string]workbook.Accepted{"2024-10 T3": {Status: workbook.Ongoing, Value: workbook.Known(60)}}, nil)
	for _, c := range NoticeCases(NoticeInput{History: h, Records: records[1:2], Day: day(2025, 1, 8)}) {
		if t3 := c.Task(); t3 != nil && t3.ID == "T3" && c.Given != nil {
			t.Errorf("the closed notice %s still stands for T3", c.Given.Number)
		}
	}
}

// A notice on a missing return covers the tasks that it named, up to the level that they had then, and no others.
func TestNoticesOfTasksThatTheReturnsDidNotName(t *testing.T) {
	h := noticeRounds(t, "", 1, nil, map[string]Outcome{"2024-09 发改局": Missing})
	in := NoticeInput{History: h, Day: calendar.NewDate(2024, 10, 10)}
	task := func() string {
		for _, c := range cases(in) {
			if strings.Contains(c, " T1 ") {
				return c
			}
		}
		return ""
	}
	if got, want := task(), "press 发改局 T1 overdue 10 within"; got != want {
		t.Errorf("before a notice: %q, want %q", got, want)
	}
	given := record(1, "return||A", workbook.TriggerMissing, workbook.Press, "A", periodOf(t, "2024-09"))
	for _, c := range []struct {
		named map[string]workbook.NoticeLevel
		want  string
	}{
		{map[string]workbook.NoticeLevel{"T1": workbook.Press}, "press 发改局 T1 overdue 10 within"},
		{map[string]workbook.NoticeLevel{"T1": workbook.Remind}, "press 发改局 T1 overdue 10"},
		{map[string]workbook.NoticeLevel{"T2": workbook.Press}, "press 发改局 T1 overdue 10"},
		{nil, "press 发改局 T1 overdue 10"},
	} {
		given.With = c.named
		in.Records = []NoticeRecord{given}
		if got := task(); got != c.want {
			t.Errorf("the notice named %v: %q, want %q", c.named, got, c.want)
		}
	}
	// Once the return has reached a higher level its notice is due again, and names the tasks of that time.
	given.Level, given.With = workbook.Remind, nil
	in.Records = []NoticeRecord{given}
	for _, c := range NoticeCases(in) {
		if named := c.Named(); c.Task() == nil && !cmp.Equal(named, map[string]workbook.NoticeLevel{"T1": workbook.Press}) {
			t.Errorf("the next notice on the return names %v", named)
		}
	}
}

// An approved extension vacates a notice about the deadline.
func TestAnExtensionVacatesANotice(t *testing.T) {
	more := `# 变更
| 变更编号 | 变更对象 | 对象编号 | 字段 | 原值 | 新值 | 生效日期 | 原因 | 批准人 |
| 1 | 任务 | T1 | 完成日期 | 2024-09-20 | 2024-12-31 | 2024-10-15 | 用地 | 市长 |
`
	h := noticeRounds(t, more, 2, nil, nil)
	records := []NoticeRecord{record(1, "task|T1|A", workbook.TriggerOverdue, workbook.Press, "A", periodOf(t, "2024-09"))}
	if s := NoticeStates(NoticeInput{History: h, Records: records, Day: calendar.NewDate(2024, 11, 8)})[0]; s.End != NoticeVacated || s.By.String() != "2024-10" {
		t.Errorf("%s in %s", s.End.key(), s.By)
	}
}

func TestNoticeSlips(t *testing.T) {
	h := noticeRounds(t, "", 2, nil, map[string]Outcome{"2024-10 夏村镇": Missing})
	l := h.Ledgers[1]
	in := NoticeInput{History: h, Day: calendar.NewDate(2024, 11, 8)}
	var zh strings.Builder
	for i, c := range NoticeCases(in) {
		r := NoticeRecord{Number: NoticeNumber(l.Plan, 2024, i+1, catalogueOf(t, "zh")), Level: c.Level, Issued: in.Day, Reply: c.ReplyBy(l.Plan, in.Day)}
		zh.WriteString(document.Text(NoticeSlip(c, r, l, catalogueOf(t, "zh"))) + "\n")
		if en := document.Text(NoticeSlip(c, r, l, catalogueOf(t, "en"))); strings.Contains(en, "‹") || strings.Contains(en, "<no value>") {
			t.Errorf("the English notice lacks words:\n%s", en)
		}
		if c.Task() != nil && c.Task().StatusOnly {
			text := document.Text(NoticeSlip(c, r, l, catalogueOf(t, "zh")))
			if strings.Contains(text, "逾期") || strings.Contains(text, "2024年9月30日") || !strings.Contains(text, "不外说") {
				t.Errorf("a status-only task tells more than its status:\n%s", text)
			}
		}
	}
	golden(t, "notices.txt", zh.String())
}

// The catalogues word every trigger and level.
func TestNoticeWords(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		c := catalogueOf(t, lang)
		for level := workbook.Remind; level <= workbook.Circulate; level++ {
			for _, id := range []string{"noticetitle." + level.Key(), "choice.notice-level." + level.Key(), "notice.ask-task-" + level.Key(), "notice.ask-return-" + level.Key(), "notice.ask-problem-" + level.Key()} {
				if !c.Has(id) {
					t.Errorf("%s lacks %s", lang, id)
				}
			}
		}
		for end := NoticeStands; end <= NoticeVacated; end++ {
			if !c.Has("noticestate." + end.key()) {
				t.Errorf("%s lacks the state %s", lang, end.key())
			}
		}
	}
}

func TestNoticeSheetListsEveryNotice(t *testing.T) {
	h := noticeRounds(t, "", 2, map[string]workbook.Accepted{"2024-10 T1": {Status: workbook.Done, DoneOn: calendar.NewDate(2024, 10, 20)}}, nil)
	l := h.Ledgers[1]
	sep := periodOf(t, "2024-09")
	l.Notices = NoticeStates(NoticeInput{History: h, Day: l.AsOf, Records: []NoticeRecord{
		record(1, "task|T1|A", workbook.TriggerOverdue, workbook.Press, "A", sep), record(2, "task|T4|C", workbook.TriggerOverdue, workbook.Press, "C", l.Period),
	}})
	s := laidOut(l, h, catalogueOf(t, "zh")).Sheet("督办台账")
	if s == nil {
		t.Fatal("there is no ledger of notices")
	}
	states := cellsUnder(t, s, tableHeadRow, "状态")
	occasions := cellsUnder(t, s, tableHeadRow, "事由")
	from := cellsUnder(t, s, tableHeadRow, "来源")
	if states[0].Text != "已销号" || !strings.Contains(from[0].Text, "发改局.xlsx") || states[1].Text != "未销号" {
		t.Errorf("states %v, from %v", states, from)
	}
	if occasions[1].Text != "" {
		t.Errorf("the occasion of a status-only task is told: %v", occasions[1])
	}
}

// A notice on a problem names it even after it is closed, unless it belongs to a status-only task.
func TestNoticeSheetNamesClosedProblems(t *testing.T) {
	h := noticeRounds(t, "# 核定\n| 任务编号 | 字段 | 核定值 | 核定人 |\n| B-202409-01 | 销号 | 是 | 督查室 |\n", 2, nil, nil)
	l, sep := h.Ledgers[1], periodOf(t, "2024-09")
	l.Now.Problems = []*workbook.ProblemRow{
		{ID: "B-202409-01", Bureau: "B", Text: "用地未批", Needed: []string{"夏村镇"}, Since: sep, Closed: true},
		{ID: "C-202409-01", Bureau: "C", Task: "T4", Text: "经费不足", Since: sep},
	}
	l.Notices = NoticeStates(NoticeInput{History: h, Day: l.AsOf, Records: []NoticeRecord{
		record(1, "problem|B-202409-01|C", workbook.TriggerProblem, workbook.Press, "C", sep),
		record(2, "problem|C-202409-01|C", workbook.TriggerProblem, workbook.Press, "C", sep),
	}})
	s := laidOut(l, h, catalogueOf(t, "zh")).Sheet("督办台账")
	titles := cellsUnder(t, s, tableHeadRow, "重点任务")
	if titles[0].Text != "用地未批" || titles[1].Text != "" {
		t.Errorf("the notices are on %v", titles)
	}
}
