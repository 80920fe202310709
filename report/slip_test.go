package report

import (
	"fmt"
	"strings"
	"testing"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// sentBack gives the slip of a return of 发改局, and that of the next return; beside are points that other bureaus' returns raise.
func sentBack(t *testing.T, lang string, before, now string, beside ...validate.Finding) *Slip {
	t.Helper()
	c := catalogueOf(t, lang)
	p := planOf(t, smallPlan)
	zh := templates.ReturnForms(catalogueOf(t, "zh"))
	judged := func(rows string) (*workbook.Return, validate.Verdict) {
		const head = "# 填报说明\n| 填报单位 | 发改局 |\n| 填报期 | '2024-09 |\n# 任务进展\n| 任务编号 | 重点任务 | 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 | 存在问题及原因 | 下步措施 | 佐证材料 | 情况说明 |\n"
		sheets, err := sheet.ParsePipe(head + rows)
		if err != nil {
			t.Fatal(err)
		}
		ret := workbook.DecodeReturn(&sheet.Book{Sheets: sheets}, "2024-09/发改局9月.xlsx", p, zh)
		return ret, validate.New().CheckReturn(validate.Context{Plan: p, Forms: zh, Rules: validate.RowRules(zh, zh), Period: periodOf(t, "2024-09")}, ret)
	}
	ret, v := judged(now)
	in := SlipInput{Plan: p, Return: ret, Verdict: &v, Period: periodOf(t, "2024-09"), Received: calendar.NewDate(2024, 10, 7), First: calendar.NewDate(2024, 10, 7), MendBy: calendar.NewDate(2024, 10, 11),
		Sent: "发改局9月.xlsx", File: "发改局.xlsx", Beside: beside, Text: func(f *validate.Finding) (string, string) {
			args := []any{"field", f.Field, "value", f.Value, "task", f.Task}
			for k, v := range f.Args {
				args = append(args, k, v)
			}
			return c.T("finding."+f.Code, args...), c.T("hint."+f.Code, args...)
		}}
	if before != "" {
		_, b := judged(before)
		in.Before = &b
	}
	return BuildSlip(in, c)
}

const (
	firstTry = "| CY-01 | 编制园区规划 | 已完成 | | | | 已完成初稿并征求意见 | | | 初稿 | |\n" +
		"| CY-02 | 标准厂房建设 | 推进中 | 4 | 0.8 | | 一号厂房已经封顶 | | | | |\n" +
		"| GJ-01 | 专项斗争 | 推进中 | | | | 正常推进 | | | | |\n"
	secondTry = "| CY-01 | 编制园区规划 | 已完成 | | | 2024-09-27 | 已完成初稿并征求意见 | | | 初稿 | |\n" +
		"| CY-02 | 标准厂房建设 | 推进中 | 4 | 0.9 | | 一号厂房已经封顶 | | | | |\n" +
		"| GJ-01 | 专项斗争 | | | | | 召开专题会议两次 | | | | |\n"
)

// The text to paste says what came, what counts, what to mend, by when and in which file, and nothing twice.
func TestSlipMessage(t *testing.T) {
	for lang, want := range map[string]string{
		"zh": `发改局的同事，你们好：
2024年9月填报表（发改局9月.xlsx）已经收到，谢谢。1 行已经计入；2 行有错误，改好前先沿用上期情况。
还有几处请再看一下。请最晚于 2024年10月11日（星期五）改好发回，改好的仍按首次收到的 2024年10月7日算。
必须改的（2 处）：
1. 任务进展 F2（CY-01 编制园区规划）：已完成，没有填“实际完成日期”
2. 任务进展 E3（CY-02 标准厂房建设）：“完成进度”是 0.8，按百分数填（80 表示 80%）；是否把百分比填成了小数
请改正、或在该行写明原因的（1 处）：
3. 任务进展 G4（GJ-01 专项斗争）：“进展情况”只写了“正常推进”，看不出做了什么
退回表在附件“发改局.xlsx”里：每一处都标了颜色和批注，首页点“位置”直达；就在这份文件上改，改好存盘发回即可，文件名不用管。有不清楚的，请与发改局联系。辛苦了。
`,
		"en": `Dear colleagues at 发改局,
Thank you for your return for 2024-09 (发改局9月.xlsx). Rows that count already: 1. Rows with errors: 2; last period's figures count until they are corrected.
There are a few places to look at again. Please correct it and send it back by 2024-10-11 (Friday); it still counts as received on 2024-10-07, when your first return came.
Must be corrected (2):
1. 任务进展 F2`,
	} {
		got := sentBack(t, lang, "", firstTry).Message
		if lang == "zh" && got != want || !strings.HasPrefix(got, want) {
			t.Errorf("%s:\n%s\nwanted\n%s", lang, got, want)
		}
	}
}

// A single point is worded in the singular.
func TestSlipOfOnePoint(t *testing.T) {
	row, _, _ := strings.Cut(secondTry, "\n")
	for lang, want := range map[string]string{"zh": "还有一处请再看一下。", "en": "There is one place to look at again."} {
		if s := sentBack(t, lang, "", strings.Replace(row, "2024-09-27", "", 1)); !strings.Contains(s.Message, want) {
			t.Errorf("%s", s.Message)
		}
	}
}

// The slip of a later return says of each line whether it was there before, and which points were mended.
func TestSlipOfAReturnCheckedAgain(t *testing.T) {
	s := sentBack(t, "zh", firstTry, secondTry)
	if !strings.Contains(s.Message, "已改好 2 处，还剩 1 处，新增 1 处") || !strings.Contains(s.Summary.Line(catalogueOf(t, "zh")), "改好 2，还剩 1，新增 1") {
		t.Errorf("%s\n%+v", s.Message, s.Summary)
	}
	all := sheet.Pipe(s.Front)
	for _, want := range []string{
		`错误\n上次已提 | “完成进度”是 0.9`, `错误\n新增 | 没有选“进展状态”`, "上次指出、这次已改好的（2 处）",
		"✓ 任务进展 F2（CY-01 编制园区规划）：已完成，没有填“实际完成日期”", "✓ 任务进展 G4（GJ-01 专项斗争）：“进展情况”只写了“正常推进”",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}

// If a return has more points than are kept of it, the slip lists and marks points of every kind and says how many more there are. It does
// so with mended points too.
func TestSlipOfVeryManyPoints(t *testing.T) {
	const beyond = 3
	points := slipPoints + beyond + 3 // firstTry has three
	const listed = slipPoints - 1     // one of those kept is a remark, which asks for nothing
	var rows strings.Builder
	for n := range slipPoints + beyond {
		fmt.Fprintf(&rows, "| 无-%05d | 粘错的一行 | 推进中 | | | | 已开工建设一号楼 | | | | |\n", n)
	}
	s := sentBack(t, "zh", "", firstTry+rows.String())
	want := fmt.Sprintf("退回表先列 %d 处，每类问题都有，标色和批注也只有这些；另有 %d 处，同类的请照着一起改，发回后再列剩下的。", listed, points-listed)
	front := sheet.Pipe(s.Front)
	if len(s.Marks) != listed || !strings.Contains(front, want) {
		t.Errorf("%d marks\n%.600s", len(s.Marks), front)
	}
	links := 0
	for _, r := range s.Front.Rows {
		if c := r.Cell(slipWhere); c != nil && c.Extra != nil {
			links++
		}
	}
	if links != listed {
		t.Errorf("%d points are listed", links)
	}
	if !strings.Contains(s.Message, want) || !strings.Contains(s.Message, fmt.Sprintf("还有 %d 处请再看一下。", points)) || !strings.Contains(s.Message, "必须改的（1005 处）") || !strings.Contains(s.Message, "列出的每一处都标了颜色") || !strings.Contains(s.Summary.Line(catalogueOf(t, "zh")), "错误 1005 处") {
		t.Errorf("%s\n%+v", s.Message, s.Summary)
	}

	s = sentBack(t, "zh", firstTry+rows.String(), firstTry)
	if front := sheet.Pipe(s.Front); !strings.Contains(front, "已改好的（1003 处）") || strings.Count(front, "✓") != listed-3 || !strings.Contains(front, "另有 7 处也已改好") || strings.Contains(front, "退回表先列") {
		t.Errorf("%d of the mended are told\n%.600s", strings.Count(front, "✓"), front)
	}
}

// Errors come first, points with one message share a line that links to the first of them, and the sheet fits a page and a phone.
func TestSlipFront(t *testing.T) {
	s := sentBack(t, "zh", "", strings.ReplaceAll(firstTry, "正常推进 |", "| 月底")+"| YS-01 | 政务服务指标提升 | 已完成 | | | | 已完成初稿并征求意见 | | | 初稿 | |\n")
	var severities, links []string
	width := 0.0
	for _, c := range s.Front.Layout.Columns {
		width += c.Width
	}
	if width > 106 || s.Front.Layout.Print.Landscape {
		t.Errorf("the page is %.0f wide", width)
	}
	for _, r := range s.Front.Rows {
		if c := r.Cell(slipSeverity); c != nil && c.Role != sheet.Heading {
			severities = append(severities, c.Value.Text)
		}
		if c := r.Cell(slipWhere); c != nil && c.Extra != nil {
			links = append(links, c.Extra.Link+" "+c.Value.Text)
		}
	}
	got := strings.Join(severities, "")
	if strings.Contains(strings.TrimLeft(got, "错误"), "错误") || !strings.HasPrefix(got, "错误") {
		t.Errorf("errors do not come first: %s", got)
	}
	if len(links) == 0 || !strings.HasSuffix(links[0], "!F2 任务进展 F2 等 2 格") {
		t.Errorf("links %q", links)
	}
	if all := sheet.Pipe(s.Front); !strings.Contains(all, `\n所在：F2、F5（CY-01、YS-01）`) {
		t.Errorf("the tasks are not named:\n%s", all)
	}
	marked := map[string]bool{}
	for _, m := range s.Marks {
		if marked[m.Sheet+m.Ref.String()] {
			t.Errorf("%s %s is marked twice", m.Sheet, m.Ref)
		}
		marked[m.Sheet+m.Ref.String()] = true
		if !strings.HasPrefix(m.Note, "错误：") && !strings.HasPrefix(m.Note, "提醒：") {
			t.Errorf("note %q", m.Note)
		}
	}
	if !marked["任务进展F2"] || !marked["任务进展F5"] {
		t.Errorf("marks %v", s.Marks)
	}
}

// Once the time for mending has passed, the slip does not ask for the return by a past date.
func TestSlipAfterTheDeadline(t *testing.T) {
	p := &slipper{SlipInput: SlipInput{Received: calendar.NewDate(2024, 10, 15), MendBy: calendar.NewDate(2024, 10, 11)}, c: catalogueOf(t, "zh")}
	if got := p.deadline(); !strings.Contains(got, "已过") || strings.Contains(got, "仍按") {
		t.Error(got)
	}
}

// Contradictions with other bureaus' returns are listed like any other point. They are neither new nor remaining, since no earlier return
// was asked to mend them; if nothing else was asked, there is nothing to compare with last time.
func TestSlipBesideOtherBureaus(t *testing.T) {
	p := planOf(t, smallPlan)
	c := catalogueOf(t, "zh")
	per := periodOf(t, "2024-09")
	clean := validate.Verdict{}
	in := SlipInput{Plan: p, Return: &workbook.Return{Bureau: p.Bureaus[0]}, Verdict: &clean, Before: &validate.Verdict{}, Period: per,
		Text: func(f *validate.Finding) (string, string) { return "与财政局的对不上", "请核对" }}
	if in.Asks() {
		t.Error("a clean return asks for nothing")
	}
	place := workbook.Place{File: "发改局.xlsx", Sheet: "任务进展", Ref: sheet.At(5, 9)}
	in.Beside = []validate.Finding{
		{Code: "lead-done-co-lead-open", Severity: workbook.Warning, Bureau: "FG", Task: "CY-02", Place: place},
		{Code: "text-shared", Severity: workbook.Warning, Bureau: "FG", Task: "CY-01", Place: place, Answered: true},
	}
	if !in.Asks() {
		t.Error("what is beside it is asked")
	}
	s := BuildSlip(in, c)
	if len(s.Marks) != 1 || s.Marks[0].Ref != place.Ref || !strings.Contains(s.Message, "与财政局的对不上") || !strings.Contains(s.Message, "1 处") {
		t.Errorf("%+v\n%s", s.Marks, s.Message)
	}
	if strings.Contains(s.Message+sheet.Pipe(s.Front), "与上次相比") || strings.Contains(s.Summary.Line(c), "比上次") {
		t.Errorf("%s\n%+v", s.Message, s.Summary)
	}
	const want = "已改好 2 处，还剩 1 处，新增 1 处；与其他单位要核对的 1 处不算在内。"
	if s = sentBack(t, "zh", firstTry, secondTry, in.Beside...); !strings.Contains(s.Message, want) || !strings.Contains(sheet.Pipe(s.Front), want) {
		t.Errorf("%s", s.Message)
	}
}
