package report

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/sheet"
	"pgregory.net/rapid"
)

func briefOf(t testing.TB, l *Ledger, before []*Ledger, lang string) string {
	t.Helper()
	return document.Markdown(Brief(BriefInput{Ledger: l, History: &History{Ledgers: before}, Number: 2, Date: l.AsOf + 5}, catalogueOf(t, lang)))
}

func TestBriefDump(t *testing.T) {
	sep, oct := smallRounds(t)
	for _, lang := range []string{"zh", "en"} {
		golden(t, "brief-first-"+lang+".md", briefOf(t, sep, nil, lang))
		golden(t, "brief-"+lang+".md", briefOf(t, oct, []*Ledger{sep}, lang))
	}
}

// figures gives the numbers that a pattern's groups match in a text; nil if the pattern does not match.
func figures(text, pattern string) []float64 {
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	out := []float64{}
	for _, s := range m[1:] {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			f = math.NaN()
		}
		out = append(out, f)
	}
	return out
}

// readBack reads the numbers in a Chinese brief and compares them with those that plain loops count in the ledger.
func readBack(t interface {
	Helper()
	Errorf(string, ...any)
}, text string, l *Ledger, before *Ledger) {
	t.Helper()
	same := func(what, pattern string, want ...float64) {
		t.Helper()
		got := figures(text, pattern)
		if len(want) == 0 {
			if got != nil {
				t.Errorf("%s: the brief tells %v where there is nothing to tell", what, got)
			}
			return
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: the brief says %v, the ledger %v", what, got, want)
		}
	}
	tasks, classes, lights := 0, map[Class]int{}, map[workbook.Light]int{}
	done, due, compared := 0.0, 0.0, 0
	answering := map[*workbook.Bureau]bool{}
	for _, tl := range l.Tasks {
		if tl.Task.Measure == workbook.Grouping {
			continue
		}
		tasks++
		classes[tl.Class]++
		lights[tl.Light]++
		for _, line := range tl.Lines {
			if line.Role != workbook.RoleSupport {
				answering[line.Bureau] = true
			}
		}
		if c := tl.Completion.Ratio; c.Known && !tl.Task.StatusOnly && tl.Class != ClassUnassigned {
			compared++
			one := math.Min(1, c.V)
			done += one
			if tl.Expected.Known {
				due += tl.Expected.V
			} else {
				due += one
			}
		}
	}
	same("tasks", `重点任务共(\d+)项`, float64(tasks))
	if len(answering) > 1 {
		same("bureaus", `由(\d+)个单位承担`, float64(len(answering)))
	}
	overall := text[strings.Index(text, "一、"):strings.Index(text, "分领域进展")]
	share := 0.0
	words := map[Class]string{ClassDone: "已完成", ClassAhead: "超进度", ClassOnTrack: "达进度", ClassBehind: "欠进度", ClassOverdue: "逾期", ClassOther: "没有时限或不能计量", ClassUnassigned: "未派发"}
	uniform := false
	for c, word := range words {
		got := figures(overall, `[，。]`+word+`(\d+)项（([\d.]+)%）`)
		switch {
		case classes[c] == tasks && tasks > 1:
			uniform = true
			if !strings.Contains(overall, fmt.Sprintf("%d项任务全部%s", tasks, word)) {
				t.Errorf("all %d tasks are %s and the brief does not say so", tasks, word)
			}
		case classes[c] == 0 && got != nil:
			t.Errorf("%s: the brief says %v, the ledger has none", word, got)
		case classes[c] > 0 && (len(got) != 2 || int(got[0]) != classes[c]):
			t.Errorf("%s: the brief says %v, the ledger %d", word, got, classes[c])
		case len(got) == 2:
			share += got[1]
		}
	}
	if !uniform && math.Round(share*10) != 1000 {
		t.Errorf("the shares sum to %v", share)
	}
	names := l.Plan.Settings.LightNames
	for _, light := range []workbook.Light{workbook.Red, workbook.Yellow, workbook.Green, workbook.Blue} {
		want := []float64{float64(lights[light])}
		if lights[light] == 0 {
			want = nil
		}
		same(names[light], `按亮灯分[^。]*`+names[light]+`(\d+)项`, want...)
	}
	r1 := func(f float64) float64 { return math.Round(math.Round(f*1e9)/1e9*10) / 10 }
	if compared > 0 {
		d, e := r1(100*done/float64(compared)), r1(100*due/float64(compared))
		same("mean", `平均完成率([\d.]+)%，应达([\d.]+)%`, d, e)
		switch gap := r1(d - e); {
		case gap > 0:
			same("gap", `超过应达进度([\d.]+)个百分点`, gap)
		case gap < 0:
			same("gap", `落后应达进度([\d.]+)个百分点`, -gap)
		}
	} else if !strings.Contains(text, "没有可以计量比较的任务") {
		t.Errorf("nothing is compared and the brief does not say so")
	}
	if (before == nil) != strings.Contains(text, "首次汇总") {
		t.Errorf("first period: the brief says %v", before != nil)
	}
	overdue := classes[ClassOverdue]
	if overdue > 0 {
		same("overdue", `(?:逾期任务|全部逾期，共)(\d+)项`, float64(overdue))
	} else if strings.Contains(text, "限期办结逾期任务") {
		t.Errorf("nothing is overdue and the brief asks for it")
	}
	if classes[ClassBehind] > 0 {
		red, yellow := 0, 0
		for _, tl := range l.Tasks {
			if tl.Task.Reports() && tl.Class == ClassBehind {
				if tl.Light == workbook.Red {
					red++
				} else {
					yellow++
				}
			}
		}
		same("behind", `进度滞后的任务(\d+)项，其中`+names[workbook.Red]+`(\d+)项、`+names[workbook.Yellow]+`(\d+)项`, float64(classes[ClassBehind]), float64(red), float64(yellow))
	} else {
		same("behind", `进度滞后的任务(\d+)项`)
	}
	if classes[ClassUnassigned] > 0 {
		same("unassigned", `还有(\d+)项任务没有明确牵头单位`, float64(classes[ClassUnassigned]))
	}
	if r := l.Register; r != nil && r.Expected() > 1 {
		on, late, back, missing := 0, 0, 0, 0
		for _, row := range r.Rows {
			switch row.Outcome {
			case OnTime:
				on++
			case Late:
				late++
			case SentBack:
				back++
			case Missing:
				missing++
			}
			if row.Outcome == Missing && !regexp.MustCompile(`未报：[^。]*`+row.Bureau.Name).MatchString(text) {
				t.Errorf("%s is missing and not named", row.Bureau.Name)
			}
		}
		switch all := on + late + back + missing; {
		case on == all:
			same("reporting", `应报(\d+)个单位全部按时报送`, float64(all))
		case missing == all:
			same("reporting", `应报(\d+)个单位均未报送`, float64(all))
		default:
			same("reporting", `应报(\d+)个单位，按时(\d+)个、迟报(\d+)个、退回未改(\d+)个、未报(\d+)个，报送率([\d.]+)%`,
				float64(all), float64(on), float64(late), float64(back), float64(missing), r1(100*float64(all-missing)/float64(all)))
		}
	}
	// The sums of the annex are those of the text.
	same("annex", `\| 合计 \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|`, float64(tasks), float64(classes[ClassDone]), float64(classes[ClassBehind]), float64(overdue))
}

func TestBriefTellsTheLedgersFigures(t *testing.T) {
	sep, oct := smallRounds(t)
	readBack(t, briefOf(t, sep, nil, "zh"), sep, nil)
	readBack(t, briefOf(t, oct, []*Ledger{sep}, "zh"), oct, sep)
}

// The workbook's overview and the brief agree about one ledger.
func TestBriefAgreesWithTheWorkbook(t *testing.T) {
	sep, oct := smallRounds(t)
	text := briefOf(t, oct, []*Ledger{sep}, "zh")
	page := laidOut(oct, &History{Ledgers: []*Ledger{sep}}, catalogueOf(t, "zh")).Sheet(catalogueOf(t, "zh").T("tab.overview"))
	for i, x := range []struct{ card, brief string }{
		{"任务总数", `重点任务共(\d+)项`}, {"已完成", `已完成(\d+)项（`}, {"逾期", `逾期(\d+)项（`}, {"平均完成率", `平均完成率([\d.]+)%`}, {"", ""}, {"报送率", `报送率([\d.]+)%`},
	} {
		if x.card == "" {
			continue
		}
		col := i*cardCols + 1
		if got := page.Value(sheet.At(6, col)).Text; got != x.card {
			t.Fatalf("card %d is %s, not %s", i+1, got, x.card)
		}
		want := strings.TrimSuffix(page.Value(sheet.At(7, col)).String(), "%")
		if got := figures(text, x.brief); len(got) != 1 || number(got[0]) != want {
			t.Errorf("%s: the brief says %v, the workbook %s", x.card, got, want)
		}
	}
	for _, row := range page.Rows {
		name := ""
		for _, c := range row.Cells {
			if c.Col == classCols+2 {
				name = c.Value.Text
			}
		}
		if l := strings.Index(text, "| "+name+" | "); name != "" && oct.hasArea(name) {
			line, _, _ := strings.Cut(text[max(0, l):], "\n")
			if got, want := strings.Split(line, " | "), page.Value(sheet.At(row.N, classCols+8)).String(); l < 0 || len(got) < 6 || got[5] != want {
				t.Errorf("%s: the annex says %q, the workbook %s", name, line, want)
			}
		}
	}
}

func (l *Ledger) hasArea(name string) bool {
	for _, a := range l.byArea() {
		if a.Area == name {
			return true
		}
	}
	return false
}

// variant makes the ledger of a plan with some bureaus and a deliverable for each deadline, in turn, with the statuses and outcomes given.
func variant(t testing.TB, bureaus int, due []calendar.Date, status []string, outcomes []Outcome) *Ledger {
	t.Helper()
	var text strings.Builder
	text.WriteString("# 参数\n| 参数 | 值 |\n| 县市 | 某县 |\n| 编发单位 | 督查室 |\n| 文件日期 | 2024-09-01 |\n# 单位\n| 单位名称 | 单位类别 |\n")
	for i := range bureaus {
		fmt.Fprintf(&text, "| 单位%c | 部门 |\n", 'A'+i)
	}
	text.WriteString("# 任务\n| 任务编号 | 领域 | 重点任务 | 牵头单位 | 完成日期 |\n")
	for i, d := range due {
		at := d.String()
		if d == 0 {
			at = "未明确"
		}
		fmt.Fprintf(&text, "| R-%d | 领域%d | 事项%d | 单位%c | %s |\n", i+1, i%2+1, i+1, 'A'+i%bureaus, at)
	}
	p := planOf(t, text.String())
	per := periodOf(t, "2024-10")
	now := (*workbook.Standing)(nil).Next(per)
	for i, s := range status {
		if s == "" {
			continue
		}
		task := p.Tasks[i]
		now.Entries[workbook.EntryKey{Task: task.ID, Bureau: task.Lead().Code}] = &workbook.Accepted{Period: per, Status: s, Role: workbook.RoleLead, DoneOn: per.First()}
	}
	reg := &Register{Period: per, Due: p.DueDay(per)}
	for i, o := range outcomes {
		reg.Rows = append(reg.Rows, &RegisterRow{Bureau: p.Bureaus[i], Outcome: o})
	}
	return BuildLedger(LedgerInput{Plan: p, Period: per, AsOf: per.Last(), Now: now, Register: reg})
}

// The brief's sentences follow the case: none, one, all or some.
func TestBriefFollowsTheCase(t *testing.T) {
	past, far := calendar.NewDate(2024, 10, 10), calendar.NewDate(2025, 6, 30)
	at, done := workbook.Ongoing, workbook.Done
	for _, c := range []struct {
		name         string
		ledger       *Ledger
		want, forbid []string
	}{
		{"nothing overdue", variant(t, 2, []calendar.Date{far, far}, []string{at, at}, []Outcome{OnTime, OnTime}),
			[]string{"没有逾期、滞后的任务", "应报2个单位全部按时报送", "2项任务全部达进度"}, []string{"逾期任务", "限期办结", "补报"}},
		{"all overdue", variant(t, 2, []calendar.Date{past, past, past}, []string{at, at, ""}, []Outcome{Missing, Missing}),
			[]string{"3项任务全部逾期", "全部逾期，共3项", "应报2个单位均未报送", "未报：单位A、单位B", "限期办结逾期任务"}, []string{"没有逾期"}},
		{"all done", variant(t, 2, []calendar.Date{past, far}, []string{done, done}, []Outcome{OnTime, Late}),
			[]string{"2项任务全部已完成", "迟报：单位B", "报送率100%"}, []string{"### （一）逾期任务", "限期办结", "滞后任务"}},
		{"a single bureau", variant(t, 1, []calendar.Date{past, far}, []string{done, at}, []Outcome{OnTime}),
			[]string{"由单位A一个单位承担", "应报单位只有单位A，按时"}, []string{"分单位看", "个单位承担，由"}},
		{"no deadlines", variant(t, 2, []calendar.Date{0, 0}, []string{at, at}, []Outcome{OnTime, OnTime}),
			[]string{"全部没有时限或不能计量"}, []string{"逾期任务"}},
		{"no tasks", variant(t, 2, nil, nil, nil), []string{"本期没有列入填报的任务"}, []string{"平均完成率", "附件", "下步要求"}},
	} {
		text := briefOf(t, c.ledger, nil, "zh")
		for _, w := range c.want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the brief does not say %q:\n%s", c.name, w, text)
			}
		}
		for _, w := range c.forbid {
			if strings.Contains(text, w) {
				t.Errorf("%s: the brief says %q", c.name, w)
			}
		}
		if len(c.ledger.Tasks) > 0 {
			readBack(t, text, c.ledger, nil)
		}
	}
}

func TestBriefNeverContradictsTheLedger(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bureaus := rapid.IntRange(1, 4).Draw(rt, "bureaus")
		n := rapid.IntRange(1, 12).Draw(rt, "tasks")
		due, status := make([]calendar.Date, n), make([]string, n)
		for i := range n {
			due[i] = rapid.SampledFrom([]calendar.Date{0, calendar.NewDate(2024, 9, 20), calendar.NewDate(2024, 10, 31), calendar.NewDate(2024, 11, 5), calendar.NewDate(2025, 3, 31)}).Draw(rt, "due")
			status[i] = rapid.SampledFrom([]string{"", workbook.NotStarted, workbook.Ongoing, workbook.Done, workbook.Sustained, workbook.AskChange}).Draw(rt, "status")
		}
		outcomes := make([]Outcome, bureaus)
		for i := range outcomes {
			outcomes[i] = rapid.SampledFrom([]Outcome{Missing, OnTime, Late, SentBack, Exempt}).Draw(rt, "outcome")
		}
		l := variant(t, bureaus, due, status, outcomes)
		var before *Ledger
		var past []*Ledger
		if rapid.Bool().Draw(rt, "later") {
			before = variant(t, bureaus, due, make([]string, n), outcomes)
			before.Period = before.Period.Prev()
			past = []*Ledger{before}
		}
		readBack(rt, briefOf(t, l, past, "zh"), l, before)
		if en := briefOf(t, l, past, "en"); strings.Contains(en, "‹") || strings.Contains(en, "<no value>") {
			rt.Errorf("the English brief lacks words:\n%s", en)
		}
	})
}

// Of a task that is 仅报状态 the brief tells number, title, bureau, status and light, and no more.
func TestBriefKeepsStatusOnlyContent(t *testing.T) {
	sep, oct := smallRounds(t)
	text := briefOf(t, oct, []*Ledger{sep}, "zh")
	if strings.Contains(text, "不对外") {
		t.Error("the brief tells what is not to be told")
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "GJ-01") && strings.Contains(line, "2024") {
			t.Errorf("a deadline is told: %s", line)
		}
	}
	if !strings.Contains(text, "| GJ-01 | 专项斗争 | 发改局 | 推进中，■红灯 |") {
		t.Error("the status of GJ-01 is not told")
	}
}

// For a task that a group leads, the brief says how many members have each status, and nothing of bureaus that only support.
func TestStatusOfAGroup(t *testing.T) {
	b := &briefer{words: newWords(&workbook.Plan{}, catalogueOf(t, "zh"))}
	line := func(role, status string) *Line {
		l := &Line{Role: role}
		if status != "" {
			l.Entry = &workbook.Accepted{Status: status}
		}
		return l
	}
	member, support := workbook.RoleMember, workbook.RoleSupport
	for _, c := range []struct {
		lines []*Line
		want  string
	}{
		{[]*Line{line(member, workbook.Ongoing), line(member, ""), line(member, workbook.Ongoing), line(support, workbook.Done)}, "推进中2个、未报1个"},
		{[]*Line{line(member, workbook.Done), line(member, workbook.Done)}, "已完成"},
		{nil, "未报"},
	} {
		if got := b.statusOf(&TaskLine{Task: &workbook.Task{}, Lines: c.lines}); !strings.HasPrefix(got, c.want+"，") {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Headings of the annexes break between words only, even in the narrow columns of English.
func TestAnnexHeadingsHaveRoom(t *testing.T) {
	for heading, room := range map[string]int{"任务": 7, "欠进度": 9, "完成率%": 12, "超过自身时限": 2, "Overdue": 11, "Expected %": 12} {
		if got := headingRoom(heading); got != room {
			t.Errorf("%s has %d, want %d", heading, got, room)
		}
	}
}
