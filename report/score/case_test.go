package score

import (
	"strings"
	"sync"
	"testing"

	"duban/report"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
)

// Case is a small county: a plan as pipe tables, the standing at the end of the year, and the year's registers.
type Case struct {
	t     testing.TB
	Words *templates.Catalogue
	Plan  *workbook.Plan
	now   *workbook.Standing
	regs  []*report.Register
	// ledgers holds the ledgers of the rounds, if a case has more than the last.
	ledgers []*report.Ledger
	asOf    calendar.Date
	// span is the time that is scored, empty for the plan's year.
	span string
}

func wordsIn(t testing.TB, lang string) *templates.Catalogue {
	t.Helper()
	c, err := loadWords[lang]()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// loadWords reads each catalogue once for all tests.
var loadWords = map[string]func() (*templates.Catalogue, error){
	"zh": sync.OnceValues(func() (*templates.Catalogue, error) { return templates.LoadCatalogue("zh") }),
	"en": sync.OnceValues(func() (*templates.Catalogue, error) { return templates.LoadCatalogue("en") }),
}

func NewCase(t testing.TB, lang, pipes string) *Case {
	t.Helper()
	c := &Case{t: t, Words: wordsIn(t, lang), asOf: calendar.NewDate(2024, 12, 31)}
	c.Decode(pipes)
	var none *workbook.Standing
	c.now = none.Next(c.month(12))
	return c
}

// Decode reads the plan, or reads it again after a change.
func (c *Case) Decode(pipes string) {
	t := c.t
	sheets, err := sheet.ParsePipe(pipes)
	if err != nil {
		t.Fatal(err)
	}
	c.Plan = workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "任务总表.xlsx", templates.PlanForms(c.Words))
	c.Plan.SHA256 = strings.Repeat("ab", 32)
	for _, reg := range c.regs {
		for _, row := range reg.Rows {
			row.Bureau = c.bureau(row.Bureau.Name)
		}
	}
}

func (c *Case) month(m int) calendar.Period {
	return calendar.MonthOf(calendar.NewDate(2024, m, 1))
}

func (c *Case) bureau(name string) *workbook.Bureau {
	b := c.Plan.Directory.Bureau(name)
	if b == nil {
		c.t.Fatalf("no bureau %s", name)
	}
	return b
}

// entry adds a bureau's entry on a task.
func (c *Case) entry(task, bureau, status string, value float64, on calendar.Date) {
	b := c.bureau(bureau)
	e := &workbook.Accepted{Period: c.month(12), Status: status, DoneOn: on, Source: workbook.NewSource(
		workbook.Place{File: bureau + ".xlsx", Sheet: "任务进展", Ref: sheet.At(6, 9)}, strings.Repeat("cd", 32), "R-"+task)}
	if value >= 0 {
		e.Value = workbook.Known(value)
	}
	c.now.Entries[workbook.EntryKey{Task: task, Bureau: b.Code}] = e
}

// register adds a month's register with the outcomes of bureaus; those named in nothing declared to have nothing to report.
func (c *Case) register(m int, outcomes map[string]report.Outcome, nothing ...string) {
	r := &report.Register{Period: c.month(m)}
	for _, b := range c.Plan.Bureaus {
		o, ok := outcomes[b.Name]
		if !ok {
			continue
		}
		row := &report.RegisterRow{Bureau: b, Outcome: o}
		for _, n := range nothing {
			row.Nothing = row.Nothing || n == b.Name
		}
		r.Rows = append(r.Rows, row)
	}
	c.regs = append(c.regs, r)
}

func (c *Case) Scores() *Scores { return c.scoresAt(c.asOf, false) }

// scoresAt computes the scores at a day; interim says that the year is not over.
func (c *Case) scoresAt(day calendar.Date, interim bool) *Scores {
	l := report.BuildLedger(report.LedgerInput{Plan: c.Plan, Period: c.month(12), AsOf: day, Now: c.now})
	span, _ := calendar.ParsePeriod(c.span)
	return Compute(Material{Plan: c.Plan, Ledger: l, Ledgers: c.ledgers, Registers: c.regs, AsOf: day, Span: span, Interim: interim})
}

func (c *Case) result(s *Scores, bureau string) *Result {
	for _, b := range s.Bureaus {
		if b.Bureau.Name == bureau {
			return b
		}
	}
	c.t.Fatalf("%s is not scored", bureau)
	return nil
}

// items writes a bureau's items with their scores, "-" for one that does not count.
func (c *Case) items(s *Scores, bureau string) string {
	var out []string
	for _, is := range c.result(s, bureau).Items {
		v := "-"
		if is.Counts() {
			v = is.Score.String()
		}
		out = append(out, is.Item.ID+"="+v)
	}
	return strings.Join(out, " ")
}

// CountyPipes is a plan with every kind of row: leads, co-leads, supports, a group, an open target, bureaus without tasks, and a bureau that
// is not scored.
const CountyPipes = `
# 参数
| 参数 | 值 |
| 县市 | 乳山市 |
| 编发单位 | 发改局 |
| 文件日期 | 2024-09-01 |
| 年度 | 2024 |
| 配合系数 | 0.5 |

# 单位
| 单位编码 | 单位名称 | 单位类别 | 所属组 | 参评 |
| FGJ | 发改局 | 市直部门 | | |
| SWJ | 商务局 | 市直部门 | | |
| CZJ | 财政局 | 市直部门 | | |
| DAJ | 档案局 | 市直部门 | | |
| XCZ | 夏村镇 | 镇区 | 各镇 | |
| FJZ | 冯家镇 | 镇区 | 各镇 | |
| GYG | 国运公司 | 其他单位 | | 否 |

# 任务
| 任务编号 | 领域 | 重点任务 | 计量方式 | 牵头单位 | 配合单位 | 完成日期 | 计量单位 | 基数 | 目标值 | 权重 |
| CY-01 | 产业园区 | 园区规划编制 | 事项 | 发改局 | 财政局 | 2024-10-31 | | | | 2 |
| CY-02 | 产业园区 | 标准厂房建设 | 数量 | 发改局、商务局 | 国运公司 | 2024-12-31 | 平方米 | 0 | 30000 | 3 |
| ZS-01 | 招商引资 | 新签约项目 | 数量 | 商务局 | 发改局、财政局 | 2024-12-31 | 个 | 0 | 15 | |
| ZS-02 | 招商引资 | 招商活动 | 事项 | 商务局 | | 2024-09-30 | | | | |
| GJ-01 | 三大攻坚 | 化解债务 | 数量 | 财政局 | | 2024-12-31 | 亿元 | 0 | 未明确 | 2 |
| XC-01 | 乡村振兴 | 村庄清洁 | 事项 | 各镇 | | 2024-11-30 | | | | |
`

// WordsOf gives the catalogue of a language.
func (c *Case) WordsOf(lang string) *templates.Catalogue { return wordsIn(c.t, lang) }

// County makes the case of CountyPipes, with a year of reports.
func County(t testing.TB, more string) *Case {
	c := NewCase(t, "zh", CountyPipes+more)
	c.entry("CY-01", "发改局", workbook.Done, -1, calendar.NewDate(2024, 11, 12))
	c.entry("CY-01", "财政局", workbook.Done, -1, calendar.NewDate(2024, 10, 20))
	c.entry("CY-02", "发改局", workbook.Ongoing, 24000, 0)
	c.entry("ZS-01", "商务局", workbook.Done, 18, calendar.NewDate(2024, 12, 20))
	c.entry("ZS-02", "商务局", workbook.Ongoing, -1, 0)
	c.entry("GJ-01", "财政局", workbook.Ongoing, 3, 0)
	c.entry("XC-01", "夏村镇", workbook.Done, -1, calendar.NewDate(2024, 11, 30))
	all := func(o report.Outcome) map[string]report.Outcome {
		return map[string]report.Outcome{"发改局": o, "商务局": o, "财政局": o, "夏村镇": o, "冯家镇": o, "国运公司": o}
	}
	sep := all(report.OnTime)
	sep["商务局"], sep["冯家镇"] = report.Late, report.Missing
	c.register(9, sep)
	oct := all(report.OnTime)
	oct["财政局"], oct["夏村镇"] = report.SentBack, report.Exempt
	c.register(10, oct, "发改局")
	nov := all(report.OnTime)
	nov["商务局"] = report.Late
	c.register(11, nov, "商务局")
	c.register(12, all(report.OnTime))
	return c
}

// CountyDecisions are adjustments, counted and not, and ratings.
const CountyDecisions = `
# 加减分
| 单位 | 计分项 | 加减分 | 事项 | 依据 | 批准人 | 批准日期 |
| 发改局 | | 2 | 获省级表彰 | 鲁发〔2024〕1号 | 李四 | 2024-11-01 |
| 商务局 | S5 | -3.5 | 被通报批评 | 通报 | 李四 | 2024-12-01 |
| 商务局 | 加减分 | -3 | 再次被通报 | 通报 | 李四 | 2024-12-20 |
| 财政局 | | 1 | 尚未批准 | | | |
| 夏村镇 | | 1 | 明年批准 | | 李四 | 2025-01-05 |

# 评议
| 单位 | 评议组 | 评议分 |
| 发改局 | 市领导 | 92 |
| 发改局 | 镇区 | 87.5 |
| 商务局 | 市领导 | 85 |
| 财政局 | 市领导 | 90 |
| 夏村镇 | 市领导 | 88 |
| 冯家镇 | 市领导 | 79 |
`

// OwnScheme sums rows in four ways and has several policies for bureaus without rows, roles and names in either language, truth values, and
// items without floor or cap.
const OwnScheme = `
# 计分办法
| 编号 | 部分 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 汇总方式 | 下限 | 上限 | 无数据时 |
| A1 | 重点任务 | 最好的任务 | 市直部门 | 50 | 任务 | 快慢 | 最高 | | | 剔除重算 |
| A2 | 重点任务 | 最差的任务 | 全部 | 30 | 任务 | 快慢 | 最低 | 0 | | 零分 |
| A3 | 重点任务 | 平均完成 | 各镇 | 50 | 任务 | 完成过半 | 平均 | | 40 | 满分 |
| 4 | 报送 | 报送 | 全部 | 20 | 报送 | 按比例 | 合计 | | | 满分 |
| 5 | | 加分 | 全部 | 0 | 加减分 | 直接计入 | 合计 | 0 | 3 | 零分 |
| 6 | | 扣分 | 全部 | 0 | 加减分 | 扣双倍 | 合计 | -10 | 0 | 剔除重算 |

# 计分方法
| 方法名称 | 公式 |
| 快慢 | '=[@Points]*([@完成率]-MIN([完成率]))-IF([@承担角色]="Lead",0,0.5) |
| 完成过半 | '=[@完成率]>=0.5 |
| 按比例 | '=[@分值]*[@已报期数]/[@应报期数]+[@零报数]-[@零报数] |
| 扣双倍 | '=2*[@加减分] |

# 加减分
| 单位 | 计分项 | 加减分 | 事项 | 批准人 |
| 发改局 | 加分 | 5 | 表彰 | 李四 |
| 发改局 | 6 | -1.5 | 通报 | 李四 |
| 夏村镇 | 扣分 | -6 | 通报 | 李四 |
`

// ColumnScheme has methods over whole columns.
const ColumnScheme = `
# 计分办法
| 编号 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 无数据时 |
| 1.1 | 一 | 相对最好 | 60 | 任务 | 比最好 | 合计 | 剔除重算 |
| 1.10 | 二 | 高于最低 | 40 | 任务 | 比最低 | 平均 | 剔除重算 |

# 计分方法
| 方法名称 | 公式 |
| 比最好 | '=ROUND([@分值]*[@完成率]/MAX([完成率]),4) |
| 比最低 | '=IF([@逾期天数]="",0,[@分值]-MIN([分值])+SUM([逾期天数])/100) |
`
