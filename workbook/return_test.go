package workbook_test

import (
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"

	"pgregory.net/rapid"
)

func returnOf(t tester, p *workbook.Plan, pipes string) *workbook.Return {
	t.Helper()
	return workbook.DecodeReturn(bookOf(t, pipes), "甲.xlsx", p, templates.ReturnForms(words(t)))
}

const assignedTasks = roster + `
	# 参数
	| 参数     | 值         |
	| 文件日期 | 2024-09-01 |
	| 计划编号 | RS2024     |
	# 任务
	| 任务编号 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 计量单位 | 目标值 |
	| CY-01    | 编制规划 |          | 发改局   | 财政局   |          |        |
	| CY-02    | 到位资金 | 数量     | 发改局   |          | 亿元     | 8      |
	| CY-03    | 清理台账 |          | 财政局   |          |          |        |
	# 指标
	| 指标编号 | 指标名称 | 责任单位 | 计量单位 | 计划值 |
	| Z1       | 增速     | 发改局   | %        | 6.5    |
`

// identity is the hidden sheet of a return of 发改局 for September.
const identity = `
	# _duban
	| duban       |              |     |       |
	| kind        | template     |     |       |
	| form        | '1           |     |       |
	| plan        | RS2024       |     |       |
	| plan-sha256 | abc          |     |       |
	| bureau      | FG           |     |       |
	| period      | '2024-09     |     |       |
	| lang        | zh           |     |       |
	| row         | progress     | '3  | CY-01 |
	| row         | progress     | '4  | CY-02 |
	| row         | problems     | '3  | FG-202408-01 |
	| row         | problems     | 三  | 废    |
`

const coverOfSeptember = `
	# 填报说明
	| 重点任务进展填报表 |             |            |         |
	| 填报单位           | 发改局      | 填报期     | 2024年9月 |
	|                    |             |            |         |
	| 零报告             |             | 零报告原因 |         |
	| 填表人             | 张三        | 审核人     |         |
	| 审核日期           |             | 报送至     | 督查室  |
`

const progressOfSeptember = `
	# 任务进展
	| 本表由各单位填写 |
	| 任务编号 | 重点任务 | 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 |
	| CY-01    | 编制规划 | 推进中   |            | 60       |              | 完成初稿 |
	| CY-02    | 到位资金 | 推进中   | 3000万     |          |              | 签约一笔 |
`

func TestReturnsKnowThemselves(t *testing.T) {
	p := planOf(t, assignedTasks)
	r := returnOf(t, p, coverOfSeptember+progressOfSeptember+identity)
	id := r.Identity
	if !id.Whole || id.Kind != "template" || id.Form != 1 || id.PlanID != "RS2024" || id.PlanSHA != "abc" || id.Bureau != "FG" || id.Period != "2024-09" || id.Lang != "zh" {
		t.Errorf("identity %+v", id)
	}
	if id.Rows["progress"][3] != "CY-01" || id.Rows["problems"][3] != "FG-202408-01" || len(id.Rows["problems"]) != 1 {
		t.Errorf("rows %v", id.Rows)
	}
	if r.Bureau == nil || r.Bureau.Name != "发改局" || r.Period.String() != "2024-09" {
		t.Errorf("from %v for %v", r.Bureau, r.Period)
	}
	if r.Nothing || r.NothingPlace.Cell() != "B4" || r.FilledBy != "张三" || r.SignedBy != "" {
		t.Errorf("cover %+v", r)
	}
	if r.NothingReason == nil || r.NothingReason.State != workbook.Empty {
		t.Errorf("reason %+v", r.NothingReason)
	}
	wantObserved(t, r.Observations)
	if len(r.ExtraSheets()) != 0 {
		t.Errorf("extra sheets %v", r.ExtraSheets())
	}
	tab := r.Tables[workbook.FormProgress]
	if tab == nil || len(tab.Records) != 2 {
		t.Fatalf("table %+v", tab)
	}
	// The plan's unit is the unit of the figure: 3000万 is 0.3 of 亿元.
	if d := tab.Find("CY-02").Get(workbook.ColDoneValue); d.Num != 0.3 || d.State != workbook.Good {
		t.Errorf("3000万 read as %+v", d)
	}
	if !tab.Records[0].Touched() || tab.Records[0].Place(workbook.ColText).String() != "任务进展!G3" {
		t.Errorf("first row %+v", tab.Records[0])
	}
}

func TestCovers(t *testing.T) {
	p := planOf(t, assignedTasks)
	tests := []struct {
		name, cover    string
		bureau, period string
		nothing        bool
		reason         string
		filled, signed string
		how            string
		observed       []string
	}{
		{"as issued, blank", coverOfSeptember, "发改局", "2024-09", false, "", "张三", "", "cover", nil},
		{"a zero report", `
			# 填报说明
			| 填报单位 | 发改局 | 填报期     | 2024-09-01 |
			| 零报告   | 是     | 零报告原因 | 无此事项   |
			| 填表人   |        | 审核人     | 李四       |`, "发改局", "2024-09", true, "无此事项", "", "李四", "cover", nil},
		{"否 is no zero report", `
			# 填报说明
			| 填报单位 | 发改局 | 填报期 | 2024-09 |
			| 零报告   | 否     |        |         |`, "发改局", "2024-09", false, "", "", "", "cover", nil},
		{"neither yes nor no", `
			# 填报说明
			| 填报单位： | 发改局 | 填报期： | 二〇二四年九月 |
			| 零报告     | 见附件 |          |                |`, "发改局", "2024-09", false, "", "", "", "cover", []string{"nothing-unclear 填报说明!B2"}},
		{"labels in the other language, cells merged over blanks", `
			# 填报说明
			| Reporting bureau |  |  | 发改部门 |
			| REPORTING PERIOD: |  |  | 2024-09  |`, "发改局", "2024-09", false, "", "", "", "cover", nil},
		{"a bureau nobody knows", `
			# 填报说明
			| 填报单位 | 审计署 |
			| 填报期   | 上月   |`, "", "", false, "", "", "", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := returnOf(t, p, tt.cover)
			name := ""
			if r.Bureau != nil {
				name = r.Bureau.Name
			}
			if name != tt.bureau || r.Period.String() != tt.period || r.Nothing != tt.nothing || r.FilledBy != tt.filled || r.SignedBy != tt.signed {
				t.Errorf("from %q for %q, nothing %v, filled in by %q, signed by %q", name, r.Period, r.Nothing, r.FilledBy, r.SignedBy)
			}
			reason := ""
			if r.NothingReason != nil {
				reason = r.NothingReason.Text
			}
			if reason != tt.reason {
				t.Errorf("reason %q", reason)
			}
			wantObserved(t, r.Observations, append(append([]string{}, tt.observed...), "identity-lost 甲.xlsx how="+tt.how)...)
		})
	}
}

func TestIdentityAgainstCover(t *testing.T) {
	p := planOf(t, assignedTasks)
	r := returnOf(t, p, `
		# 填报说明
		| 填报单位 | 财政局 |
		| 填报期   | 2024-10 |
		`+identity)
	wantObserved(t, r.Observations, "cover-bureau-differs 填报说明 cover=财政局 issued=发改局", "cover-period-differs 填报说明 cover=2024-10 issued=2024-09")
	if r.Bureau.Name != "发改局" || r.Period.String() != "2024-09" {
		t.Errorf("from %s for %s: what was issued counts", r.Bureau.Name, r.Period)
	}
	// The plan no longer has the bureau: the visible parts still identify it.
	r = returnOf(t, p, coverOfSeptember+strings.Replace(identity, "FG    ", "ZZ    ", 1))
	if r.Bureau == nil || r.Bureau.Name != "发改局" || !r.Identity.Whole {
		t.Errorf("from %v", r.Bureau)
	}
}

func TestIdentityIsLost(t *testing.T) {
	p := planOf(t, assignedTasks)
	forms := templates.ReturnForms(words(t))
	book := bookOf(t, progressOfSeptember)
	book.Custom = map[string]string{workbook.IdentityBureau: "CZ", workbook.IdentityPeriod: "2024-10"}
	r := workbook.DecodeReturn(book, "甲.xlsx", p, forms)
	wantObserved(t, r.Observations, "identity-lost 甲.xlsx how=properties")
	if r.Identity.Whole || r.Bureau == nil || r.Bureau.Name != "财政局" || r.Period.String() != "2024-10" {
		t.Errorf("from %v for %v: the document's properties tell", r.Bureau, r.Period)
	}
	r = workbook.DecodeReturn(bookOf(t, progressOfSeptember), "甲.xlsx", p, forms)
	wantObserved(t, r.Observations, "identity-lost 甲.xlsx how=rows")
	if r.Bureau == nil || r.Bureau.Name != "发改局" || !r.Period.IsZero() || len(r.Tables[workbook.FormProgress].Records) != 2 {
		t.Errorf("from %v for %v: the rows tell whose it is, and nothing tells the period", r.Bureau, r.Period)
	}
	// The hidden sheet is recognised by its content.
	book = bookOf(t, strings.Replace(identity, "# _duban", "# Sheet9", 1))
	if r = workbook.DecodeReturn(book, "甲.xlsx", p, forms); !r.Identity.Whole || r.Bureau.Name != "发改局" {
		t.Errorf("a renamed hidden sheet is lost")
	}
}

func TestRenamedSheets(t *testing.T) {
	p := planOf(t, assignedTasks)
	r := returnOf(t, p, `
		# 9月（发改局）
		| 任务编号 | 重点任务 | 目标要求 | 承担角色 | 完成时限 | 目标值 | 上期累计 | 上期进展 | 进展状态 | 累计完成值 | 完成进度 | 实际完成日期 | 进展情况 |
		| CY-01    | 编制规划 |          | 牵头     |          |        |          |          | 推进中   |            | 60       |              | 初稿     |
		# 备忘
		| 任务编号 | 重点任务 |
		| CY-01    | 问老王   |
		# 草稿
		# 指标
		| 指标编号 | 指标名称 | 本期值 |
		| Z1       | 增速     | 5.9%   |
		`+identity)
	wantObserved(t, r.Observations, "sheet-renamed 9月（发改局） sheet=任务进展")
	if tab := r.Tables[workbook.FormProgress]; tab == nil || tab.Sheet != "9月（发改局）" || tab.Find("CY-01") == nil {
		t.Errorf("progress %+v", tab)
	}
	if d := r.Tables[workbook.FormIndicatorState].Find("Z1").Get(workbook.ColValue); d.Num != 5.9 {
		t.Errorf("5.9%% of an indicator in %% read as %+v", d)
	}
	if got := strings.Join(r.ExtraSheets(), " "); got != "备忘" {
		t.Errorf("extra sheets %q: blank ones are none", got)
	}
}

func TestRowIDsAreRestored(t *testing.T) {
	p := planOf(t, assignedTasks)
	tests := []struct {
		name, rows, ids string
		observed        []string
	}{
		{"wiped out", `
			|          | 编制规划 | 推进中 |
			| CY-02    | 到位资金 | 推进中 |`, "CY-01 CY-02", []string{"row-id-restored 任务进展!A3"}},
		{"sorted: its title tells, not its place", `
			|          | 到位资金 | 推进中 |
			| CY-01    | 编制规划 | 推进中 |`, "CY-02 CY-01", []string{"row-id-restored 任务进展!A3"}},
		{"sorted, and nothing tells", `
			|          |          | 推进中 |
			| CY-01    | 编制规划 | 推进中 |`, " CY-01", nil},
		{"another bureau's title", `
			| CY-01    | 编制规划 | 推进中 |
			|          | 清理台账 | 推进中 |`, "CY-01 ", nil},
		{"below what was issued", `
			| CY-01    | 编制规划 | 推进中 |
			| CY-02    | 到位资金 | 推进中 |
			|          | 新的     | 推进中 |`, "CY-01 CY-02 ", nil},
		{"all wiped out", `
			|          |          | 推进中 |
			|          | 到位资金 | 推进中 |`, "CY-01 CY-02", []string{"row-id-restored 任务进展!A3", "row-id-restored 任务进展!A4"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := returnOf(t, p, "# 任务进展\n| 说明 |\n| 任务编号 | 重点任务 | 进展状态 |\n"+tt.rows+identity)
			var ids []string
			for _, rec := range r.Tables[workbook.FormProgress].Records {
				ids = append(ids, rec.ID)
			}
			if got := strings.Join(ids, " "); got != tt.ids {
				t.Errorf("ids %q", got)
			}
			wantObserved(t, r.Observations, tt.observed...)
		})
	}
}

// A bureau's own rows on the problem list have no number: a row in the place of a carried-over problem is taken for that problem only if
// the problem's other locked cell is still there.
func TestProblemNumbersAreRestored(t *testing.T) {
	p := planOf(t, assignedTasks)
	for raised, want := range map[string]string{"发改局": "FG-202408-01", "": ""} {
		r := returnOf(t, p, "# 问题清单\n| 说明 |\n| 问题编号 | 提出单位 | 问题 | 是否办结 |\n| | "+raised+" | 用地未批 | |"+identity)
		if got := r.Tables[workbook.FormProblems].Records[0].ID; got != want {
			t.Errorf("raised by %q: id %q, want %q", raised, got, want)
		}
	}
}

// Whatever workbook comes back, all of it is read.
func TestDecodingReturnsIsTotal(t *testing.T) {
	p := planOf(t, assignedTasks+`
		# 表样
		| 表名 | 列名 | 类型 |
		| 外出 | 日期 | 日期 |`)
	forms := templates.ReturnForms(words(t))
	cell := rapid.SampledFrom([]string{"", "duban", "row", "progress", "任务编号", "进展状态", "填报单位", "零报告", "日期", "CY-01", "发改局", "2024-09", "80%", "#REF!", "=A1", "TRUE", "-1", "1e99"})
	name := rapid.SampledFrom([]string{"任务进展", "填报说明", "问题清单", "指标", "外出", "_duban", "Sheet1"})
	rapid.Check(t, func(t *rapid.T) {
		b := &sheet.Book{}
		for range rapid.IntRange(0, 4).Draw(t, "sheets") {
			text := "# " + name.Draw(t, "name") + "\n"
			for range rapid.IntRange(0, 5).Draw(t, "rows") {
				text += "| " + strings.Join(rapid.SliceOfN(cell, 1, 6).Draw(t, "row"), " | ") + " |\n"
			}
			b.Sheets = append(b.Sheets, bookOf(t, text).Sheets...)
		}
		r := workbook.DecodeReturn(b, "甲.xlsx", p, forms)
		for key, tab := range r.Tables {
			for _, rec := range tab.Records {
				// An issued row also counts above the headings.
				holds := 0
				for i := range tab.Form.Columns {
					if rec.At(i).State != workbook.Empty {
						holds++
					}
				}
				if holds == 0 || rec.Row == tab.HeadingRow {
					t.Fatalf("%s: row %d of %d cells", key, rec.Row, holds)
				}
			}
		}
		for _, o := range r.Observations {
			if o.Code == "" || o.Place.IsZero() || o.Place.File != "甲.xlsx" {
				t.Fatalf("observation %+v", o)
			}
		}
	})
}
