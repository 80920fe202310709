package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// The year that is scored: as many bureaus and tasks as a large county has, and a round for each month.
const (
	yearBureaus = 130
	yearTasks   = 600
	yearRounds  = 12
	// fewSeconds is the time that a person who tries out weights is willing to wait.
	fewSeconds = 5
	// mostYearMemory is the most memory in MB for the scores of a year.
	mostYearMemory = 200
)

// yearPlan gives the plan of a large county as pipe tables. A task has a lead and two supports; every twentieth is led by all towns. With
// byMonth, its scheme also scores every task by month.
func yearPlan(byMonth bool) string {
	var p strings.Builder
	p.WriteString("# 参数\n| 参数 | 值 |\n| 县市 | 青山县 |\n| 文件日期 | 2024-01-02 |\n| 默认开始日期 | 2024-01-01 |\n| 年度 | 2024 |\n| 计划编号 | qs-2024 |\n| 配合系数 | 0.5 |\n\n")
	p.WriteString("# 单位\n| 单位编码 | 单位名称 | 单位类别 | 所属组 |\n")
	for i := range yearBureaus {
		if i%5 == 0 {
			fmt.Fprintf(&p, "| D%03d | 第%d镇 | 镇区 | 各镇 |\n", i, i)
		} else {
			fmt.Fprintf(&p, "| D%03d | 第%d局 | 部门 | |\n", i, i)
		}
	}
	name := func(i int) string {
		if i %= yearBureaus; i%5 == 0 {
			return fmt.Sprintf("第%d镇", i)
		}
		return fmt.Sprintf("第%d局", i)
	}
	p.WriteString("\n# 任务\n| 任务编号 | 领域 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 计量单位 | 口径 | 目标值 | 权重 |\n")
	for i := range yearTasks {
		lead := name(i)
		if i%20 == 19 {
			lead = "各镇"
		}
		measure, unit, basis, target := "数量", "项", "累计", fmt.Sprint(120+i%90)
		if i%4 == 3 {
			measure, unit, basis, target = "事项", "", "", ""
		}
		fmt.Fprintf(&p, "| T%03d | 领域%d | 第%d项重点任务 | 年底前按时保质完成 | %s | %s | %s、%s | 2024-%02d-28 | %s | %s | %s | %d |\n",
			i, i%8, i, measure, lead, name(i+7), name(i+31), 6+i%7, unit, basis, target, 1+i%3)
	}
	if byMonth {
		p.WriteString("\n# 计分办法\n| 编号 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 缺期计 | 下限 | 上限 |\n" +
			"| A | 任务 | 任务完成 | 50 | 任务 | 按完成率 | | 0 | 50 |\n| B | 任务 | 按时办结 | 10 | 任务 | 逾期递减 | | 0 | 10 |\n" +
			"| C | 任务 | 月度进展 | 30 | 任务按期 | 按完成率 | 零分 | 0 | 30 |\n| D | 报送 | 报送 | 10 | 报送 | 扣完为止 | | 0 | 10 |\n")
	}
	return p.String()
}

// makeYear makes a workspace with a year of rounds. The program itself issues each round, receives its returns, which nearly every bureau
// fills in, and merges them.
func makeYear(duban, dir string) error {
	words, err := templates.LoadCatalogue(templates.Languages()[0])
	if err != nil {
		return err
	}
	if err := writePlan(filepath.Join(dir, words.T("file.plan")), yearPlan(false), words); err != nil {
		return err
	}
	forms := templates.ReturnForms(words)
	for m := 1; m <= yearRounds; m++ {
		round := fmt.Sprintf("2024-%02d", m)
		if err := verb(duban, dir, "issue", "--period", round); err != nil {
			return err
		}
		issued, err := templatesIn(filepath.Join(dir, words.T("folder.issued"), round), words)
		if err != nil {
			return err
		}
		inbox := filepath.Join(dir, words.T("folder.inbox"), round)
		if err := os.MkdirAll(inbox, 0o755); err != nil {
			return fmt.Errorf("make workspace: %w", err)
		}
		for i, path := range issued {
			if (i+m)%40 == 0 {
				continue // now and then a bureau does not report
			}
			if err := fillMonth(path, filepath.Join(inbox, filepath.Base(path)), m, forms.Progress); err != nil {
				return err
			}
		}
		if err := verb(duban, dir, "receive", "--period", round, "--received-at", round+"-27", "--reason", "27日收到"); err != nil {
			return err
		}
		// Each round is merged before the next one is issued, as coordinators do. A round that is merged keeps its plan: the scheme is
		// changed below, and a round that goes by the changed plan is judged anew.
		if err := verb(duban, dir, "merge", "--period", round); err != nil {
			return err
		}
	}
	return nil
}

func writePlan(path, pipes string, words *templates.Catalogue) error {
	sheets, err := sheet.ParsePipe(pipes)
	if err != nil {
		return fmt.Errorf("make plan: %w", err)
	}
	plan := workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "", templates.PlanForms(words))
	data, err := xlsx.Write(templates.PlanBook(plan.Tables, words))
	if err != nil {
		return fmt.Errorf("make plan: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make plan: %w", err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("make plan: %w", err)
	}
	return nil
}

// verb runs a command of the program; findings in returns are no failure.
func verb(duban, dir string, args ...string) error {
	p := process{args: append([]string{duban, "-C", dir, "-q"}, args...), found: true}
	_, err := p.measure()
	return err
}

// fillMonth fills in one template for month m: each task is a twelfth further than in the month before.
func fillMonth(from, to string, m int, form *workbook.Form) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("fill in: %w", err)
	}
	book, err := xlsx.Read(data)
	if err != nil {
		return fmt.Errorf("fill in %s: %w", from, err)
	}
	s := workbook.FindSheet(form, book)
	if s == nil {
		return fmt.Errorf("fill in %s: no sheet %s", from, form.Sheet)
	}
	var edits []xlsx.Edit
	for _, r := range workbook.ReadTable(form, s, "", workbook.Reading{}).Records {
		put := func(key string, v sheet.Value) {
			edits = append(edits, xlsx.Edit{Sheet: s.Name, Ref: r.Place(key).Ref, Value: v})
		}
		put(workbook.ColStatus, sheet.Str("推进中"))
		put(workbook.ColText, sheet.Str(fmt.Sprintf("%s：%d月按计划推进“%s”，到月底做到第%d步。", strings.TrimSuffix(filepath.Base(from), ".xlsx"), m, r.Get(workbook.ColTitle).Text, m)))
		put(workbook.ColTrouble, sheet.Str("前期手续办理较慢，影响了进度。"))
		put(workbook.ColNext, sheet.Str("下月底前补齐手续，倒排工期。"))
		if target := r.Get(workbook.ColTarget); target.Filled() {
			put(workbook.ColDoneValue, sheet.Int(int(target.Num)*m/yearRounds))
		}
	}
	if data, err = xlsx.Apply(data, edits); err != nil {
		return fmt.Errorf("fill in %s: %w", from, err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		return fmt.Errorf("fill in: %w", err)
	}
	return nil
}

// planYear lists the stages and rows on a year's scores: by the built-in scheme, with another weight by --what-if, and by a scheme that also
// scores every task by month.
func (b *bench) planYear() {
	for _, y := range []struct {
		name    string
		byMonth bool
		args    []string
	}{
		{name: "score"},
		{name: "score --what-if", args: []string{"--what-if", "S1=60"}},
		{name: "score by month", byMonth: true},
	} {
		dir := b.year()
		b.stages = append(b.stages, stage{name: y.name, year: true, process: process{
			args: append(b.verb(dir, "-q", "score", "--period", "2024"), y.args...),
			before: func() error {
				return writePlan(filepath.Join(dir, b.words.T("file.plan")), yearPlan(y.byMonth), b.words)
			},
		}})
		b.rows = append(b.rows, row{name: fmt.Sprintf("%s, %d bureaus, %d tasks, %d rounds", y.name, yearBureaus, yearTasks, yearRounds), ours: y.name,
			figure: cpuSeconds, unit: "s", digits: 1, atMost: fewSeconds},
			row{name: "memory, " + y.name + " of that year", ours: y.name, figure: megabytes, unit: "MB", atMost: mostYearMemory})
	}
}
