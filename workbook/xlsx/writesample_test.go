package xlsx

import (
	"fmt"

	"duban/workbook/sheet"
)

// sampleBook uses every role, format, rule and chart, so that all of them are compared.
func sampleBook() *sheet.Book {
	return &sheet.Book{
		Title: "督办样例", Creator: "督查室", Created: 45565, Active: 0,
		Custom: map[string]string{"duban-plan": "abc", "duban-bureau": "发改局"},
		Sheets: []*sheet.Sheet{sampleOverview(), sampleForm("任务进展", 12), sampleData(), sampleRoles(),
			{Name: "_身份", Visibility: sheet.VeryHidden, Rows: []sheet.Row{{N: 1, Cells: []sheet.Cell{{Col: 1, Role: sheet.Identity, Value: sheet.Str("plan=abc")}}}}}},
		Names: []sheet.Name{{Name: "状态", Refers: "'数据'!$F$2:$F$6"}, {Name: "局部", Refers: "'数据'!$A$1", Sheet: "数据"}},
	}
}

func sampleOverview() *sheet.Sheet {
	s := &sheet.Sheet{Name: "总览", Layout: &sheet.Layout{
		Columns: []sheet.ColumnLayout{{First: 1, Last: 8, Width: 14}},
		Tab:     sheet.Heading,
		Charts: []sheet.Chart{
			{Type: sheet.BarChart, Title: "各领域完成率", At: sheet.At(7, 1), Width: 420, Height: 240, AxisMax: 100, AxisUnit: "%", Labels: true,
				Series: []sheet.Series{{Name: "'数据'!$B$1", Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$B$2:$B$6", Role: sheet.Heading, Points: []sheet.Role{sheet.Good, sheet.Warn, sheet.Alert}}}},
			{Type: sheet.StackedColumnChart, Title: "各领域亮灯", At: sheet.At(7, 5), Width: 420, Height: 240, AxisStep: 1, Labels: true,
				Series: []sheet.Series{
					{Name: "'数据'!$C$1", Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$C$2:$C$6", Role: sheet.LightGreen},
					{Name: "'数据'!$D$1", Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$D$2:$D$6", Role: sheet.LightRed}}},
			{Type: sheet.LineChart, Title: "逐月走势", At: sheet.At(21, 1), Width: 420, Height: 240,
				Series: []sheet.Series{{Name: "完成率", Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$B$2:$B$6", Role: sheet.LightBlue}}},
			{Type: sheet.DoughnutChart, Title: "任务分类", At: sheet.At(21, 5), Width: 420, Height: 240, Labels: true,
				Series: []sheet.Series{{Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$C$2:$C$6"}}},
			{Type: sheet.ColumnChart, Title: "柱", At: sheet.At(35, 1), Series: []sheet.Series{{Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$B$2:$B$6"}}},
			{Type: sheet.StackedBarChart, Title: "条", At: sheet.At(35, 5), Series: []sheet.Series{
				{Name: "绿", Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$C$2:$C$6", Role: sheet.Good},
				{Name: "红", Categories: "'数据'!$A$2:$A$6", Values: "'数据'!$D$2:$D$6", Role: sheet.Alert}}},
		},
		Print: sheet.Print{Landscape: true, FitWidth: true, FooterLeft: "乳山市", FooterCenter: "第 &P 页 共 &N 页", CenterHorizontally: true},
	}}
	s.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Title, Value: sheet.Str("2024年9月重点任务督办总览")})
	s.Put(sheet.At(2, 1), sheet.Cell{Role: sheet.Subtitle, Value: sheet.Str("数据截至 2024-09-30 · 发改局汇总")})
	s.Merges = []sheet.Range{sheet.Rect(1, 1, 1, 8), sheet.Rect(2, 1, 2, 8)}
	for i, t := range []string{"任务", "已完成", "达进度", "欠进度", "逾期", "按时报送", "平均完成率", "待定"} {
		s.Put(sheet.At(4, i+1), sheet.Cell{Role: sheet.Caption, Align: sheet.AlignCenter, Value: sheet.Str(t)})
		s.Put(sheet.At(5, i+1), sheet.Cell{Role: sheet.Figure, Format: sheet.Points, Value: sheet.Num(float64(i*13) + 5.5)})
	}
	s.Put(sheet.At(6, 1), sheet.Cell{Role: sheet.Link, Value: sheet.Str("查看任务进展"), Extra: &sheet.Extra{Link: "'任务进展'!A3"}})
	s.Put(sheet.At(6, 2), sheet.Cell{Role: sheet.Link, Value: sheet.Str("回收原件"), Extra: &sheet.Extra{Link: `回收\2024-09\发改局 1.xlsx#'任务进展'!E5`}})
	s.Put(sheet.At(6, 3), sheet.Cell{Role: sheet.Link, Value: sheet.Str("网址"), Extra: &sheet.Extra{Link: "https://example.org/a b", Note: "外部网址"}})
	return s
}

// sampleForm makes a sheet like an issued form with n rows.
func sampleForm(name string, n int) *sheet.Sheet {
	headings := []struct {
		text  string
		role  sheet.Role
		width float64
	}{
		{"任务编号", sheet.Heading, 9}, {"重点任务", sheet.Heading, 22}, {"目标要求", sheet.Heading, 26}, {"承担角色", sheet.Heading, 8}, {"完成时限", sheet.Heading, 11}, {"目标值", sheet.Heading, 8},
		{"进展状态", sheet.HeadingInput, 10}, {"累计完成值", sheet.HeadingInput, 10}, {"完成进度", sheet.HeadingInput, 9}, {"实际完成日期", sheet.HeadingInput, 12}, {"进展情况", sheet.HeadingInput, 30}, {"自查", sheet.HeadingCheck, 22},
	}
	s := &sheet.Sheet{Name: name}
	last := 2 + n
	l := &sheet.Layout{FreezeRows: 2, FreezeCols: 2, Zoom: 90, Filter: sheet.Rect(2, 1, last, len(headings)), Protection: &sheet.Protection{},
		Print: sheet.Print{Landscape: true, A3: true, FitWidth: true, TitleRows: sheet.Span{First: 2, Last: 2}, TitleCols: sheet.Span{First: 1, Last: 2}, Area: sheet.Rect(1, 1, last, len(headings)), FooterCenter: "&P/&N", BreakBefore: []int{10}}}
	s.Layout = l
	s.Put(sheet.At(1, 1), sheet.Cell{Role: sheet.Section, Value: sheet.Str("左边灰色只读，黄色由单位填写 ＜&＞")})
	s.Merges = []sheet.Range{sheet.Rect(1, 1, 1, len(headings))}
	for i, h := range headings {
		s.Put(sheet.At(2, i+1), sheet.Cell{Role: h.role, Value: sheet.Str(h.text)})
		l.Columns = append(l.Columns, sheet.ColumnLayout{First: i + 1, Last: i + 1, Width: h.width})
	}
	states := []string{"未启动", "推进中", "已完成", "长期坚持", "申请调整"}
	for i := range n {
		r := i + 3
		texts := []string{fmt.Sprintf("CY-%02d", i+1), "乳山口大桥开工建设", "年内完成157个村的整治提升，其中9月上旬完成15个，10月底前全部完成；按月调度。", "牵头"}
		for c, t := range texts {
			s.Put(sheet.At(r, c+1), sheet.Cell{Role: sheet.Locked, Value: sheet.Str(t)})
		}
		s.Put(sheet.At(r, 5), sheet.Cell{Role: sheet.Locked, Format: sheet.Date, Value: sheet.Num(45565 + float64(i))})
		s.Put(sheet.At(r, 6), sheet.Cell{Role: sheet.Locked, Format: sheet.Points, Value: sheet.Num(95.1)})
		s.Put(sheet.At(r, 7), sheet.Cell{Role: sheet.Input, Value: sheet.Str(states[i%5])})
		s.Put(sheet.At(r, 8), sheet.Cell{Role: sheet.Input, Format: sheet.Decimal9, Value: sheet.Num(float64(i))})
		s.Put(sheet.At(r, 9), sheet.Cell{Role: sheet.Input, Format: sheet.Percent, Value: sheet.Num(float64(i%11) / 10)})
		s.Put(sheet.At(r, 10), sheet.Cell{Role: sheet.Input, Format: sheet.Date})
		s.Put(sheet.At(r, 11), sheet.Cell{Role: sheet.Input, Value: sheet.Str("已完成前期手续，正在组织施工单位进场，预计下月全面开工。")})
		check, want := fmt.Sprintf(`IF(AND(G%d="已完成",J%d=""),"请填实际完成日期；","")&IF(H%d>10,"累计值偏大","")`, r, r, r), ""
		if i%5 == 2 {
			want = "请填实际完成日期；"
		}
		if i > 10 {
			want += "累计值偏大"
		}
		s.Put(sheet.At(r, 12), sheet.Cell{Role: sheet.Check, Formula: check, Value: sheet.Str(want)})
	}
	s.Cell(sheet.At(2, 7)).Extra = &sheet.Extra{Note: "从下拉中选择：未启动、推进中、已完成、长期坚持、申请调整"}
	s.Cell(sheet.At(2, 12)).Extra = &sheet.Extra{Note: "自动检查，不用填"}
	col := func(c int) sheet.Range { return sheet.Rect(3, c, last, c) }
	l.Validations = []sheet.Validation{
		{Range: col(7), Type: sheet.ListValidation, Choices: states, PromptTitle: "进展状态", Prompt: "从下拉中选择\n五选一", ErrorTitle: "进展状态", Error: "只能从下拉中选择"},
		{Range: col(8), Type: sheet.DecimalValidation, Min: "0", ErrorTitle: "累计完成值", Error: "请填不小于0的数字"},
		{Range: col(9), Type: sheet.DecimalValidation, Min: "0", Max: "1", Warn: true},
		{Range: col(10), Type: sheet.DateValidation, Min: "DATE(2024,1,1)"},
		{Range: col(11), Type: sheet.TextLengthValidation, Max: "500"},
		{Range: sheet.Rect(3, 12, last, 12), Type: sheet.AnyValidation, PromptTitle: "自查", Prompt: "公式"},
	}
	l.Conditionals = []sheet.Conditional{
		{Range: col(12), Formula: `L3="待填"`, Role: sheet.Muted, StopIfTrue: true},
		{Range: col(12), Formula: `LEN(L3)>0`, Role: sheet.Warn},
	}
	l.Bars = []sheet.Bar{{Range: col(9), Min: 0, Max: 1, Role: sheet.LightBlue}}
	return s
}

func sampleData() *sheet.Sheet {
	s := &sheet.Sheet{Name: "数据", Layout: &sheet.Layout{SummaryAbove: true, ShowGridlines: true,
		Columns: []sheet.ColumnLayout{{First: 3, Last: 4, Width: 10, Outline: 1}, {First: 1, Last: 1, Width: 16}, {First: 7, Last: 7, Hidden: true}},
		Validations: []sheet.Validation{{Range: sheet.Rect(2, 6, 6, 6), Type: sheet.ListValidation, ListRange: "'数据'!$F$2:$F$6"},
			{Range: sheet.Rect(2, 5, 6, 5), Type: sheet.FormulaValidation, Min: `ISNUMBER(E2)`}}}}
	for c, t := range []string{"领域", "完成率", "绿灯", "红灯", "合计", "状态"} {
		s.Put(sheet.At(1, c+1), sheet.Cell{Role: sheet.Heading, Value: sheet.Str(t)})
	}
	for i, t := range []string{"项目建设", "乡村振兴", "民生实事", "营商环境", "海洋经济"} {
		r := i + 2
		s.Put(sheet.At(r, 1), sheet.Cell{Role: sheet.Body, Value: sheet.Str(t)})
		s.Put(sheet.At(r, 2), sheet.Cell{Role: sheet.Body, Format: sheet.Points, Value: sheet.Num([]float64{95.1, 80, 45.5, 66.67, 100}[i])})
		s.Put(sheet.At(r, 3), sheet.Cell{Role: sheet.Body, Format: sheet.Integer, Value: sheet.Int(9 - i)})
		s.Put(sheet.At(r, 4), sheet.Cell{Role: sheet.Body, Format: sheet.Integer, Value: sheet.Int(i)})
		s.Put(sheet.At(r, 5), sheet.Cell{Role: sheet.Total, Formula: fmt.Sprintf("C%d+D%d", r, r), Value: sheet.Int(9)})
		s.Put(sheet.At(r, 6), sheet.Cell{Value: sheet.Str(t)})
		s.Rows[r-1].Outline = 1
	}
	s.Rows[3].Hidden = true
	s.Put(sheet.At(8, 1), sheet.Cell{Formula: "1/0", Value: sheet.Err("#DIV/0!")})
	s.Put(sheet.At(8, 2), sheet.Cell{Formula: "1=1", Value: sheet.Truth(true)})
	s.Put(sheet.At(8, 3), sheet.Cell{Formula: `""`, Value: sheet.Str("")})
	s.Put(sheet.At(8, 4), sheet.Cell{Formula: `"a"&"<b>"`, Value: sheet.Str("a<b>")})
	s.Put(sheet.At(9, 1), sheet.Cell{Value: sheet.Truth(false)})
	s.Put(sheet.At(9, 2), sheet.Cell{Value: sheet.Str("=1+1")})
	s.Put(sheet.At(9, 3), sheet.Cell{Value: sheet.Str("_x0041_ 与 _x_x0042_ 与 _x12")})
	s.Put(sheet.At(9, 4), sheet.Cell{Value: sheet.Str("  前后有空格 \n第二行 ")})
	s.Put(sheet.At(9, 5), sheet.Cell{Value: sheet.Num(1e-7)})
	s.Put(sheet.At(9, 6), sheet.Cell{Value: sheet.Err("#N/A")})
	s.Put(sheet.At(10, 1), sheet.Cell{Format: sheet.TextFormat, Value: sheet.Str("0012")})
	s.Put(sheet.At(10, 2), sheet.Cell{Format: sheet.DateTime, Value: sheet.Num(45565.5)})
	s.Put(sheet.At(10, 3), sheet.Cell{Value: sheet.Num(0.1 + 0.2)})
	s.Put(sheet.At(10, 4), sheet.Cell{Value: sheet.Num(-12345678901234567)})
	return s
}

func sampleRoles() *sheet.Sheet {
	s := &sheet.Sheet{Name: "角色", Layout: &sheet.Layout{Columns: []sheet.ColumnLayout{{First: 1, Last: 1, Width: 24}, {First: 2, Last: sheet.Formats, Width: 15}}}}
	for role := range sheet.Roles {
		s.Put(sheet.At(role+1, 1), sheet.Cell{Role: sheet.Role(role), Value: sheet.Str(fmt.Sprintf("角色 %d 督办任务", role))})
		for f := 1; f < sheet.Formats; f++ {
			c := sheet.Cell{Role: sheet.Role(role), Format: sheet.Format(f), Align: sheet.Align(f % 4), Value: sheet.Num(float64(f))}
			switch sheet.Format(f) {
			case sheet.Date, sheet.DateTime:
				c.Value = sheet.Num(45565.25)
			case sheet.Points:
				c.Value = sheet.Num(95.1)
			case sheet.TextFormat:
				c.Value = sheet.Str("007")
			}
			s.Put(sheet.At(role+1, f+1), c)
		}
	}
	return s
}
