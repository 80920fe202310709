package score

import (
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/formula"
	"duban/workbook/sheet"
)

// Objections on a returned score sheet are read in either language, even if columns were moved or the sheet was sent twice.
func TestObjectionsComeBackFromAScoreSheet(t *testing.T) {
	each := []*templates.Catalogue{wordsIn(t, "zh"), wordsIn(t, "en")}
	for _, lang := range []string{"zh", "en"} {
		c := County(t, CountyDecisions)
		s := c.Scores()
		s.Span, _ = calendar.ParsePeriod("2024")
		words := wordsIn(t, lang)
		b := c.result(s, "发改局")
		key := workbook.Key("示例")
		book := Notice(s, b, nil, key.Seal, words)
		if id := workbook.ReadIdentity(book); id.Kind != workbook.KindScoreSheet || id.Bureau != "FGJ" || id.Period != "2024" || id.Sealing([]workbook.Key{key}) != workbook.SealWhole {
			t.Fatalf("%s: the sheet says it is %+v", lang, id)
		}
		sh := book.Sheet(words.T("scorenotice.sheet"))
		if got := ReadObjections(book, b.Bureau, "发改局.xlsx", "ab", "2025-01-08", each); len(got) != 0 {
			t.Fatalf("%s: an untouched sheet holds %d objections", lang, len(got))
		}
		sh.Cell(sheet.At(noticeFirst, 6)).Value = sheet.Num(66)
		sh.Cell(sheet.At(noticeFirst+1, 7)).Value = sheet.Str("逾期的12天已批准延期")
		sh.Cell(sheet.At(noticeFirst+1, 8)).Value = sheet.Str("变更单3号")
		first := ReadObjections(book, b.Bureau, "发改局.xlsx", "ab", "2025-01-08", each)
		again := ReadObjections(book, b.Bureau, "发改局2.xlsx", "cd", "2025-01-09", each)
		all := NumberObjections(append(first, again...))
		details := book.Sheet(words.T("scorenotice.details"))
		for row := firstRow; row <= details.LastRow(); row++ {
			if details.Value(sheet.At(row, 2)).Text == "CY-02 标准厂房建设" {
				details.Cell(sheet.At(row, 5)).Value = sheet.Str("少算了二期")
			}
		}
		if rows := ReadObjections(book, b.Bureau, "发改局.xlsx", "ab", "2025-01-08", each); len(rows) != 3 || rows[2].Item != "CY-02 标准厂房建设" ||
			rows[2].Text != "少算了二期" || rows[2].Place.Sheet != details.Name {
			t.Fatalf("%s: an objection to one task does not come back: %+v", lang, rows[len(rows)-1])
		}
		if len(all) != 2 || all[0].Code != "FGJ-1" || all[0].SelfScore.Num != 66 || all[0].Item != "S1 任务完成" ||
			all[1].Code != "FGJ-2" || all[1].Text != "逾期的12天已批准延期" || all[1].Evidence != "变更单3号" || all[1].Place.Cell() != "G8" || all[1].Received != "2025-01-08" {
			t.Fatalf("%s: %+v %+v", lang, all[0], all[len(all)-1])
		}
	}
}

// The period of a task with a long title stands on a line of its own, instead of breaking at its hyphen, and comes back with the objection.
func TestThePeriodOfALongTitleStandsWhole(t *testing.T) {
	c := byPeriodCase(t, strings.ReplaceAll(byPeriodScheme, "办件", "整治河道乱占乱建突出问题"))
	s := c.Scores()
	s.Span, _ = calendar.ParsePeriod("2024")
	b := c.result(s, "甲局")
	book := Notice(s, b, nil, workbook.Key("示例").Seal, c.Words)
	details := book.Sheet("得分明细")
	seen := map[string]bool{}
	for row := firstRow; row <= details.LastRow(); row++ {
		what := textAt(details, row, 2)
		if seen[what] = true; what == "T1 整治河道乱占乱建突出问题\n2024-11" {
			details.Cell(sheet.At(row, 5)).Value = sheet.Str("那个月报了")
		}
	}
	if !seen["T1 整治河道乱占乱建突出问题\n2024-11"] || !seen["T2 方案 2024-11"] {
		t.Errorf("the rows are %v", seen)
	}
	if got := ReadObjections(book, b.Bureau, "甲局.xlsx", "ab", "2025-01-08", []*templates.Catalogue{c.Words}); len(got) != 1 || got[0].Item != "T1 整治河道乱占乱建突出问题 2024-11" {
		t.Errorf("read %+v", got)
	}
}

// Evidence that is sent after the objection, or in addition to earlier evidence, is kept with it.
func TestEvidenceSentLaterIsKept(t *testing.T) {
	b := &workbook.Bureau{Code: "FGJ"}
	var all []*Objection
	for _, evidence := range []string{"", "变更单3号", "", "变更单", "变更单3号", "变更单"} {
		all = append(all, &Objection{Bureau: b, Item: "S1", Text: "已批准延期", Evidence: evidence})
	}
	if got := NumberObjections(all); len(got) != 1 || got[0].Code != "FGJ-1" || got[0].Evidence != "变更单3号\n变更单" {
		t.Errorf("%+v", got[0])
	}
}

// Evidence for a line is an objection to it even without a text. What a bureau says of another span is another objection.
func TestEvidenceAloneObjectsAndSpansStandApart(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	b := c.result(s, "发改局")
	book := Notice(s, b, nil, workbook.Key("示例").Seal, c.Words)
	book.Sheet(c.Words.T("scorenotice.sheet")).Cell(sheet.At(noticeFirst, 8)).Value = sheet.Str("变更单3号")
	var all []*Objection
	for _, span := range []string{"2024-H1", "2024", "2024"} {
		for _, o := range ReadObjections(book, b.Bureau, "发改局.xlsx", "ab", "2025-01-08", []*templates.Catalogue{c.Words}) {
			o.Span, _ = calendar.ParsePeriod(span)
			all = append(all, o)
		}
	}
	if len(all) != 3 || all[0].Evidence != "变更单3号" {
		t.Fatalf("%d objections are read of three sheets", len(all))
	}
	if got := NumberObjections(all); len(got) != 2 || got[0].Span.String() != "2024-H1" || got[0].Code != "FGJ-1" || got[1].Code != "FGJ-2" {
		t.Errorf("%d objections to the scores of two spans", len(got))
	}
}

// Many bureaus fill in every line: they write that they have no objection, or give themselves the score that they were given. Such lines wait
// for no answer.
func TestWhoAgreesDoesNotObject(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	b := c.result(s, "发改局")
	for _, line := range []struct {
		self           float64
		text, evidence string
		objects        bool
	}{
		{-1, "无", "", false}, {-1, "无异议。", "/", false}, {-1, "No objection", "", false}, {0, "", "", false}, {0, "同意", "", false},
		{1, "", "", true}, {0, "无异议", "变更单3号", true}, {-1, "无故扣分", "", true}, {1, "无", "", true},
	} {
		book := Notice(s, b, nil, workbook.Key("示例").Seal, c.Words)
		sh := book.Sheet(c.Words.T("scorenotice.sheet"))
		given := sh.Value(sheet.At(noticeFirst, 4)).Num
		if line.self >= 0 { // as the sheet shows it, or more
			sh.Cell(sheet.At(noticeFirst, 6)).Value = sheet.Num(formula.Round(given, 2) + line.self)
		}
		sh.Cell(sheet.At(noticeFirst, 7)).Value = sheet.StrOrBlank(line.text)
		sh.Cell(sheet.At(noticeFirst, 8)).Value = sheet.StrOrBlank(line.evidence)
		sh.Cell(sheet.At(noticeFirst+1, 7)).Value = sheet.Str("少算了一项")
		all := NumberObjections(ReadObjections(book, b.Bureau, "发改局.xlsx", "ab", "2025-01-08", []*templates.Catalogue{c.Words}))
		want := "FGJ-2"
		if line.objects {
			want = "FGJ-1 FGJ-2"
		}
		var got []string
		for _, o := range all {
			got = append(got, o.Code)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%+v: %v, want %s", line, got, want)
		}
	}
}

// A bureau that agreed to a score, and gives itself the same after the score has changed, objects to the new one. Evidence that comes later
// makes an objection too.
func TestWhoAgreedMayObjectLater(t *testing.T) {
	b := &workbook.Bureau{Code: "FGJ"}
	own := sheet.Num(85)
	for _, later := range []*Objection{{Bureau: b, Item: "S1", SelfScore: own}, {Bureau: b, Item: "S1", SelfScore: own, Evidence: "变更单3号"}} {
		all := []*Objection{{Bureau: b, Item: "S1", SelfScore: own, Agrees: true}, {Bureau: b, Item: "S2", Text: "少算了一项"}, later,
			{Bureau: b, Item: "S1", SelfScore: own, Evidence: "无", Agrees: true}}
		got := NumberObjections(all)
		if len(got) != 2 || got[0].Code != "FGJ-2" || got[1] != later || later.Code != "FGJ-1" || later.Evidence == "无" {
			t.Errorf("%+v", got)
		}
	}
}

// A bureau's own score may be typed as a text, and equals the given one if both are the same to two decimals.
func TestOwnScoresAsTheyAreTyped(t *testing.T) {
	for own, same := range map[string]bool{"85": true, "85分": true, "８５": true, "86": false, "85.004": true, "优秀": false} {
		if sameScore(sheet.Str(own), sheet.Num(85.001)) != same {
			t.Errorf("%s: the same %v", own, !same)
		}
	}
	if !saysNothing(sheet.Str("无").String()) || saysNothing(sheet.Num(0).String()) {
		t.Error("无 gives no score, and 0 does")
	}
}

// An objection is open until somebody has decided it by name. The bureau's next sheet has the answer.
func TestObjectionsAreAnsweredOnTheRecord(t *testing.T) {
	const answers = `
# 异议
| 异议编号 | 单位 | 计分项 | 处理结果 | 答复 | 答复人 |
| FGJ-1 | 发改局 | S2 | 采纳 | 按延期后的时限重算 | 王五 |
| FGJ-2 | 发改局 | S1 | 维持 | 没有核定 | |
`
	c := County(t, CountyDecisions+answers)
	s := c.Scores()
	s.Objections = []*Objection{
		{Code: "FGJ-1", Bureau: c.bureau("发改局"), Item: "S2 按时办结", Text: "已批准延期"},
		{Code: "FGJ-2", Bureau: c.bureau("发改局"), Item: "S1 任务完成", Text: "少算一项"},
	}
	if s.Objections[0].Open(c.Plan) || !s.Objections[1].Open(c.Plan) {
		t.Error("an answer counts once somebody stands for it")
	}
	book := Book(s, c.Words).Fill()
	text := func(sh *sheet.Sheet) string {
		var b strings.Builder
		for _, row := range sh.Rows {
			for _, cell := range row.Cells {
				b.WriteString(cell.Value.Text + "|")
			}
		}
		return b.String()
	}
	register := text(book.Sheet("异议"))
	notice := text(Notice(s, c.result(s, "发改局"), s.Objections, workbook.Key("示例").Seal, c.Words).Sheet("得分告知单"))
	for _, got := range []string{register, notice} {
		if !strings.Contains(got, "采纳：按延期后的时限重算（王五）") || !strings.Contains(got, "待答复") {
			t.Errorf("the answers are not said: %s", got)
		}
	}
	if head := "以前的异议和答复|异议编号|计分项|||异议|自评分|答复|异议依据|FGJ-1|S2 按时办结|"; !strings.Contains(notice, head) {
		t.Errorf("the answers have no headings: %s", notice)
	}
	if other := text(Notice(s, c.result(s, "商务局"), s.Objections, workbook.Key("示例").Seal, c.Words).Sheet("得分告知单")); strings.Contains(other, "FGJ-1") {
		t.Error("another bureau's objection stands in the sheet")
	}
}

// Why a bureau has no place is said once.
func TestABureauWithoutAPlaceIsToldWhyOnce(t *testing.T) {
	c := County(t, "# 一票否决\n| 单位 | 事项 | 处理 | 批准人 |\n| 发改局 | 发生责任事故 | 不排名 | 县长 |\n")
	s := c.Scores()
	sh := Notice(s, c.result(s, "发改局"), nil, workbook.Key("示例").Seal, c.Words).Sheet("得分告知单")
	if got := textAt(sh, 4, 1); strings.Count(got, "不排名") != 1 || !strings.HasSuffix(got, "不排名：发生责任事故") || strings.Contains(got, "等次") {
		t.Errorf("it says %q", got)
	}
}
