package validate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/pace"
	"duban/workbook/sheet"
)

// office takes returns of several bureaus into one standing.
type office struct {
	*kit
	c *Checker
}

// accept judges a bureau's return for September and takes it in.
func (o office) accept(t testing.TB, now *workbook.Standing, bureau, text string) {
	t.Helper()
	ret := workbook.DecodeReturn(book(t, "# 填报说明\n| 填报单位 | "+bureau+" | 填报期 | 2024-09 |\n"+text), bureau+".xlsx", o.plan, o.returns)
	v := o.c.CheckReturn(Context{Plan: o.plan, Forms: o.returns, Period: now.Period}, ret)
	now.Accept(o.plan, nil, ret, workbook.Source{}, v.Holds)
}

// others gives whom the findings of a code name beside the bureau that they are told to.
func (o office) others(now *workbook.Standing, code string) (names string) {
	for _, f := range o.c.CheckStanding(o.plan, now) {
		if f.Code == code {
			names += f.Args["others"]
		}
	}
	return names
}

func september() *workbook.Standing {
	p, _ := calendar.ParsePeriod("2024-09")
	return (*workbook.Standing)(nil).Next(p)
}

const coLedT6 = "| T6 | 产业 | 经济指标 | 达到计划 | 指标 | 发改局 | => | T6 | 产业 | 经济指标 | 达到计划 | 指标 | 发改局、商务局 |"

// TestStandingIsAnsweredAndWaived: a finding from several returns is answered in its row and waived in
// the plan, like any other finding.
func TestStandingIsAnsweredAndWaived(t *testing.T) {
	done := func(answer string) string {
		return table(onProgress, doneHead+" | 情况说明", "T6 | 已完成 | 2024-09-28 | 主要指标已达到计划 | 月报.pdf | "+answer)
	}
	for _, tc := range []struct{ name, plan, answer, want string }{
		{"stands", "", "", "warning lead-done-co-lead-open 任务进展!B2"},
		{"answered", "", "商务局的部分已并入", "warning lead-done-co-lead-open 任务进展!B2 answered"},
		{"waived", "# 豁免\n| 规则编码 | 单位 | 期 | 任务编号 | 原因 | 批准人 |\n| lead-done-co-lead-open | 发改局 | 2024-09 | T6 | 分工已调整 | 张县长 |", "", "warning lead-done-co-lead-open 任务进展!B2 waived"},
		{"waived for another", "# 豁免\n| 规则编码 | 单位 | 期 | 任务编号 | 原因 | 批准人 |\n| lead-done-co-lead-open | 商务局 | 2024-09 | T6 | 分工已调整 | 张县长 |", "", "warning lead-done-co-lead-open 任务进展!B2"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := office{newKit(t, with(coLedT6, tc.plan), "zh"), New()}
			now := september()
			o.accept(t, now, "发改局", done(tc.answer))
			o.accept(t, now, "商务局", table(onProgress, stateHead, "T6 | 未启动 |"))
			got := o.c.CheckStanding(o.plan, now)
			complete(t, got)
			same(t, lines(got), []string{tc.want})
			f := got[0]
			if f.Bureau != "FGJ" || f.Place.File != "发改局.xlsx" || len(f.Beside) != 1 || f.Beside[0].File != "商务局.xlsx" || !strings.Contains(f.Args["others"], "商务局.xlsx 任务进展!B2") {
				t.Errorf("both places: %+v", f)
			}
			if f.Waived && (f.Approver != "张县长" || f.Reason != "分工已调整") || f.Answered && f.Reason != tc.answer {
				t.Errorf("%+v", f)
			}
		})
	}
}

// TestLeadDoneWhileOthersAreNot: each bureau that reports its milestone as not done is named with it, also members of a group. Nothing is
// concluded from bureaus that have not reported.
func TestLeadDoneWhileOthersAreNot(t *testing.T) {
	const done = "T1 | 已完成 | 2024-09-28 | 规划已获市政府批复 | 批复.pdf"
	asked := func(who string) string {
		return "| 2 | 规划获批 | 发改局 | => | 2 | 规划获批 | " + who + " |"
	}
	first := table("="+onMilestones, mileHead, "T1 | '1 | 完成初稿 | 已完成 | 2024-09-25 |")
	second := func(status, on string) string {
		return table(onMilestones, mileHead, "T1 | '2 | 规划获批 | "+status+" | "+on+" |")
	}
	for _, tc := range []struct{ name, who, other, said, want string }{
		{"nobody said", "商务局", "", "", ""},
		{"under way", "商务局", "商务局", second("推进中", ""), "商务局“规划获批” (商务局.xlsx 节点进展!D2)"},
		{"done", "商务局", "商务局", second("已完成", "2024-09-26"), ""},
		{"one of two by themselves", "各镇", "白沙镇", second("推进中", ""), "白沙镇“规划获批” (白沙镇.xlsx 节点进展!D2)"},
		{"which has done it", "各镇", "白沙镇", second("已完成", "2024-09-26"), ""},
		{"the lead's too", "发改局、商务局", "", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := office{newKit(t, with(asked(tc.who)), "zh"), New()}
			now := september()
			if tc.other != "" {
				o.accept(t, now, tc.other, tc.said)
			}
			o.accept(t, now, "发改局", table(onProgress, doneHead, done)+first)
			if got := o.others(now, "lead-done-parts-open"); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
			q, _ := calendar.ParsePeriod("2024-10")
			if got := o.c.CheckStanding(o.plan, now.Next(q)); len(got) != 0 {
				t.Error("carried over:", lines(got))
			}
		})
	}
}

// TestSupportsGoOnWhenTheLeadIsDone: of a deliverable each support counts by its own word if supports are scored, so the lead is told who
// has not called it done. Otherwise, and of counted work, they stand where the lead stands.
func TestSupportsGoOnWhenTheLeadIsDone(t *testing.T) {
	scored := with("| 计划编号 | qs-2024 | => | 计划编号 | qs-2024 |\n| 配合系数 | 0.5 |")
	for _, tc := range []struct{ name, plan, lead, other, said, want string }{
		{"a deliverable", scored, "T1 | 已完成 | | 2024-09-28 | 规划已获市政府批复 | 批复.pdf", "商务局", "T1 | 推进中 | 配合完成三轮论证", "商务局 (商务局.xlsx 任务进展!B2)"},
		{"done too", scored, "T1 | 已完成 | | 2024-09-28 | 规划已获市政府批复 | 批复.pdf", "商务局", "T1 | 已完成 | 配合完成三轮论证", ""},
		{"supports are not scored", county, "T1 | 已完成 | | 2024-09-28 | 规划已获市政府批复 | 批复.pdf", "商务局", "T1 | 推进中 | 配合完成三轮论证", ""},
		{"counted", scored, "T2 | 已完成 | 20 | 2024-09-28 | 二十个项目全部签约 | 合同.pdf", "白沙镇", "T2 | 推进中 | 配合三个项目落地", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := office{newKit(t, tc.plan, "zh"), New()}
			now := september()
			o.accept(t, now, tc.other, table(onProgress, stateHead, tc.said))
			o.accept(t, now, "发改局", table(onProgress, "任务编号 | 进展状态 | 累计完成值 | 实际完成日期 | 进展情况 | 佐证材料", tc.lead))
			if got := o.others(now, "lead-done-support-open"); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

// TestWhatIsCarriedOverContradictsNobody: reports of an earlier period were compared when they came.
func TestWhatIsCarriedOverContradictsNobody(t *testing.T) {
	o := office{newKit(t, with(coLedT6), "zh"), New()}
	now := september()
	o.accept(t, now, "发改局", table(onProgress, doneHead, "T6 | 已完成 | 2024-09-28 | 主要指标已达到计划 | 月报.pdf"))
	o.accept(t, now, "商务局", table(onProgress, stateHead, "T6 | 未启动 |"))
	q, _ := calendar.ParsePeriod("2024-10")
	if got := o.c.CheckStanding(o.plan, now.Next(q)); len(got) != 0 {
		t.Error(lines(got))
	}
}

// TestSharedTexts: texts count if they are long enough and say something.
func TestSharedTexts(t *testing.T) {
	const long = "组织二十家企业赴深圳对接并签订三项合作协议"
	send := func(row string) string { return table(onProgress, progHead, row) }
	for _, tc := range []struct {
		name, one, other string
		want             []string
	}{
		{"word for word but for spaces and points", long, "组织二十家企业，赴深圳对接； 并签订三项合作协议。", []string{"text-shared", "text-shared"}},
		{"a figure differs", long, "组织十八家企业赴深圳对接并签订三项合作协议", nil},
		{"too short", "已完成现状调查和初稿", "已完成现状调查和初稿", nil},
		{"stock phrases", "已制定工作方案，各项工作有序推进，正在按计划推进，稳步推进，已成立工作专班", "已制定工作方案，各项工作有序推进，正在按计划推进，稳步推进，已成立工作专班", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := office{newKit(t, county, "zh"), New()}
			now := september()
			o.accept(t, now, "发改局", send("T2 | 推进中 | 8 | 40 | | "+tc.one+" |"))
			o.accept(t, now, "商务局", send("T5 | 推进中 | 2 | | | "+tc.other+" |"))
			var got []string
			for _, f := range o.c.CheckStanding(o.plan, now) {
				got = append(got, f.Code)
			}
			same(t, got, tc.want)
		})
	}
	t.Run("three bureaus, two tasks", func(t *testing.T) {
		o := office{newKit(t, county, "zh"), New()}
		now := september()
		o.accept(t, now, "发改局", send("T2 | 推进中 | 8 | 40 | | "+long+" |"))
		o.accept(t, now, "白沙镇", send("T2 | 推进中 | 1 | | | "+long+" |"))
		o.accept(t, now, "商务局", send("T5 | 推进中 | 2 | | | "+long+" |"))
		got := map[string]string{}
		for _, f := range o.c.CheckStanding(o.plan, now) {
			got[f.Bureau+" "+f.Code] = f.Args["n"] + " on " + f.Args["other"]
		}
		for who, want := range map[string]string{"FGJ text-shared": "1 on T5", "BSZ text-shared": "1 on T5", "SWJ text-shared": "2 on T2"} {
			if got[who] != want {
				t.Errorf("%s: %q, want %q", who, got[who], want)
			}
		}
	})
}

// TestTextSentByThousandsIsCounted: however many send one text, each is told how many others did and the first of them, what is found is
// held in bounds, and no time is taken that grows with the square.
func TestTextSentByThousandsIsCounted(t *testing.T) {
	k := newKit(t, county, "zh")
	pace.Linear(t, 4*MostListed, func(tasks int, start func()) {
		p, now := &workbook.Plan{Directory: k.plan.Directory, Bureaus: k.plan.Bureaus[:2]}, september()
		for n := range tasks {
			b, id := p.Bureaus[n%2], fmt.Sprintf("W%06d", n)
			p.Tasks = append(p.Tasks, &workbook.Task{ID: id, Assigned: []workbook.Assignment{{Bureau: b, Role: workbook.RoleLead}}})
			now.Entries[workbook.EntryKey{Task: id, Bureau: b.Code}] = &workbook.Accepted{Period: now.Period, TextIn: now.Period, Status: workbook.Ongoing,
				Text: "组织二十家企业赴深圳对接并签订三项合作协议", Source: workbook.NewSource(workbook.Place{File: b.Name + ".xlsx", Sheet: onProgress, Ref: sheet.At(n+1, 1)}, "aa", "aa")}
		}
		start()
		found, all := k.checker.CheckStanding(p, now), 0
		for i := range found {
			all += found[i].Number()
			if f := &found[i]; f.Code != "text-shared" || f.Args["n"] != strconv.Itoa(tasks/2) || len(f.Beside) != mostSharing || f.Beside[0].File == f.Place.File {
				t.Fatalf("%+v", f)
			}
		}
		if all != tasks || len(found) > MostListed || len(found) < MostListed-4 {
			t.Errorf("%d are listed of %d", len(found), all)
		}
	})
}

// TestWhoComesFirstDoesNotMatter: in whatever order the reports of several bureaus come and are listed, the same is
// found.
func TestWhoComesFirstDoesNotMatter(t *testing.T) {
	text := with(coLedT6, "| T1 | 1 | 完成初稿 | 发改局 | => | T1 | 1 | 完成初稿 | 发改局、商务局 |", "| Z1 | 进出口增速 | T6 | 发改局 | => | Z1 | 进出口增速 | T6 | 发改局、商务局 |")
	o := office{newKit(t, text, "zh"), New()}
	bureaus := []string{"发改局", "商务局", "白沙镇", "南湖镇"}
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]string{"未启动", "推进中", "已完成", "申请调整", "本期无变化"})
		words := rapid.SampledFrom([]string{"", "进展顺利，已完成一半", "组织二十家企业赴深圳对接并签订三项合作协议", "用地手续还在报批"})
		sent := map[string]string{}
		for _, b := range bureaus {
			var rows []string
			for _, id := range []string{"T1", "T2", "T6", "T7"} {
				st := status.Draw(rt, "status")
				on := ""
				if st == "已完成" {
					on = "2024-09-28"
				}
				rows = append(rows, strings.Join([]string{id, st, rapid.SampledFrom([]string{"", "3", "20"}).Draw(rt, "value"), "", on, words.Draw(rt, "text"), "附件.pdf"}, " | "))
			}
			rows = rapid.Permutation(rows).Draw(rt, "rows")
			sheets := []string{
				table(onProgress, progHead, strings.Join(rows, "\n")),
				table(onMilestones, "任务编号 | 节点编号 | 节点状态 | 实际完成日期", "T1 | '1 | "+rapid.SampledFrom([]string{"已完成 | 2024-09-20", "推进中 |"}).Draw(rt, "milestone")),
				table("指标进展", "指标编号 | 本期值", "Z1 | "+rapid.SampledFrom([]string{"6", "7"}).Draw(rt, "indicator")),
				table(onProblems, problemHead, "| | T6 | 出口退税未办 | 退税 | 发改局 | 李四 | 2024-10-20 | 县市级 | |"),
			}
			sent[b] = strings.Join(rapid.Permutation(sheets).Draw(rt, "sheets"), "")
		}
		found := func(order []string) []string {
			now := september()
			for _, b := range order {
				o.accept(t, now, b, sent[b])
			}
			var out []string
			for _, f := range o.c.CheckStanding(o.plan, now) {
				out = append(out, line(&f)+" "+f.Bureau+" "+f.Task+" "+f.Value+" "+f.Args["others"]+" "+f.Args["other"])
			}
			return out
		}
		if a, b := found(bureaus), found(rapid.Permutation(bureaus).Draw(rt, "order")); !slices.Equal(a, b) {
			rt.Fatalf("one order\n%s\nanother\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	})
}

// TestOrderOfSheetsAndRowsDoesNotMatter: a return is checked the same however its sheets and their rows are
// ordered.
func TestOrderOfSheetsAndRowsDoesNotMatter(t *testing.T) {
	k := newKit(t, county, "zh")
	before := september()
	p, _ := calendar.ParsePeriod("2024-08")
	before.Period = p
	for key, e := range map[string]workbook.Accepted{
		"T2": {Status: workbook.Ongoing, Value: workbook.Known(8), SameValue: 1, Text: "新签约两个亿元项目", SameText: 1},
		"T1": {Status: workbook.Done, DoneOn: 45530, Estimate: workbook.Known(60)},
		"T4": {Status: workbook.AskChange, Asking: 2, AskedIn: p},
	} {
		e.Period = p
		before.Entries[workbook.EntryKey{Task: key, Bureau: "FGJ"}] = &e
	}
	ctx, c := k.context(before), New()
	said := func(b *sheet.Book) []string {
		var out []string
		for _, f := range c.CheckReturn(ctx, workbook.DecodeReturn(b, "r.xlsx", k.plan, k.returns)).Findings {
			if strings.HasPrefix(f.Code, "repaired-") || f.Code == "row-twice" {
				continue // these name the first of several cells
			}
			out = append(out, f.Code+" "+f.Task+" "+f.Field+" "+f.Value+" "+f.Place.Sheet+" "+sheet.ColName(f.Place.Ref.Col)+" "+f.Args["names"]+f.Args["name"]+f.Args["n"])
		}
		slices.Sort(out)
		return out
	}
	rapid.Check(t, func(rt *rapid.T) {
		b := book(t, filled)
		for i := rapid.IntRange(0, 8).Draw(rt, "changes"); i > 0; i-- {
			s := rapid.SampledFrom(b.Sheets[1:6]).Draw(rt, "sheet")
			first := map[string]int{onProgress: 9, onMilestones: 7, onStages: 8, "指标进展": 9, onSteps: 7}[s.Name]
			s.Put(sheet.At(rapid.IntRange(2, s.LastRow()).Draw(rt, "row"), rapid.IntRange(first, s.LastCol()).Draw(rt, "col")), typed().Draw(rt, "cell"))
		}
		before := said(b)
		for _, s := range b.Sheets[1:6] {
			rows := slices.Clone(s.Rows)
			for i, from := range rapid.Permutation(indices(1, len(rows))).Draw(rt, "rows") {
				rows[i+1] = s.Rows[from]
				rows[i+1].N = s.Rows[i+1].N
			}
			s.Rows = rows
		}
		order := rapid.Permutation(indices(0, len(b.Sheets))).Draw(rt, "sheets")
		moved := make([]*sheet.Sheet, len(order))
		for i, from := range order {
			moved[i] = b.Sheets[from]
		}
		b.Sheets = moved
		if after := said(b); !slices.Equal(before, after) {
			rt.Fatalf("before\n%s\nafter\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
	})
}

func indices(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}
