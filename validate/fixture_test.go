package validate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
)

// county is a plan on which every check passes.
const county = `
# 参数
| 参数 | 值 |
| 县市 | 青山县 |
| 编发单位 | 发改局 |
| 文件日期 | 2024-09-01 |
| 计划编号 | qs-2024 |

# 单位
| 单位编码 | 单位名称 | 别名 | 单位类别 | 所属组 |
| FGJ | 发改局 | 发改、发改部门 | 市直部门 | 各部门 |
| SWJ | 商务局 | 商务 | 市直部门 | 各部门 |
| BSZ | 白沙镇 | | 镇区 | 各镇 |
| NHZ | 南湖镇 | | 镇区 | 各镇 |

# 任务
| 任务编号 | 领域 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 时限原文 | 完成日期 | 频次 | 计量单位 | 口径 | 目标值 |
| T1 | 产业 | 编制园区规划 | 规划获批 | 事项 | 发改局 | 商务局 | 年底前 | 2024-12-31 | 每月 | | | |
| T2 | 招商 | 招引亿元项目 | 全年20个 | 数量 | 发改局 | 各镇 | 年底前 | 2024-12-31 | 每月 | 个 | 累计 | 20 |
| T3 | 乡村 | 村级改革 | 15个村全部完成 | 分段 | 发改局 | | 10月底前 | 2024-10-31 | 每月 | 个 | | 15 |
| T4 | 工程 | 大桥工程 | 年内开工 | 项目 | 发改局 | | 年底前 | 2024-12-31 | 每月 | | | |
| T5 | 招商 | 外出招商 | 每月两次 | 例行 | 商务局 | | 年底前 | 2024-12-31 | 每月 | 次 | | |
| T6 | 产业 | 经济指标 | 达到计划 | 指标 | 发改局 | | 年底前 | 2024-12-31 | 每月 | | | |
| T7 | 招商 | 清理闲置土地 | 1000亩 | 数量 | 商务局 | 各镇 | 年底前 | 2024-12-31 | 每月 | 亩 | 累计 | 1000 |

# 节点
| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 时限原文 | 完成日期 |
| T1 | 1 | 完成初稿 | 发改局 | 10月底前 | 2024-10-31 |
| T1 | 2 | 规划获批 | 发改局 | 年底前 | 2024-12-31 |

# 分段
| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
| T3 | 1 | 拟定方案 | 0 | 10 |
| T3 | 2 | 具体实施 | 50 | 4 |
| T3 | 3 | 改革完成 | 100 | 1 |

# 分配
| 任务编号 | 单位 | 目标值 |
| T7 | 白沙镇 | 600 |
| T7 | 南湖镇 | 400 |

# 指标
| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 计量单位 | 计划值 | 最新值 |
| Z1 | 进出口增速 | T6 | 发改局 | % | 5 | 6.5 |

# 项目
| 任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 | 计划完成日期 |
| T4 | 大桥工程 | 1 | 立项批复 | 发改局 | 2024-10-15 |
| T4 | 大桥工程 | 2 | 施工许可 | 发改局 | 2024-12-31 |

# 计分办法
| 编号 | 部分 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 汇总方式 | 下限 | 上限 | 无数据时 |
| S1 | 重点任务 | 任务完成 | 全部 | 90 | 任务 | 按完成率 | 合计 | 0 | 90 | 剔除重算 |
| S2 | 报送 | 按时报送 | 全部 | 10 | 报送 | 报送扣分 | 合计 | 0 | 10 | 剔除重算 |
| S3 | 加减分 | 加减分 | 全部 | 0 | 加减分 | 直接计入 | 合计 | -5 | 5 | 零分 |

# 计分方法
| 方法名称 | 公式 |
| 按完成率 | '=ROUND([@分值]*MIN(1,[@完成率]),2) |
| 报送扣分 | '=MAX(0,[@分值]-[@迟报数]) |
| 直接计入 | '=[@分值] |
`

type kit struct {
	plan    *workbook.Plan
	forms   []*workbook.Form
	returns *workbook.TemplateForms
	words   *templates.Catalogue
}

func words(t testing.TB, lang string) *templates.Catalogue {
	t.Helper()
	c, err := templates.LoadCatalogue(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func book(t testing.TB, text string) *sheet.Book {
	t.Helper()
	sheets, err := sheet.ParsePipe(text)
	if err != nil {
		t.Fatal(err)
	}
	return &sheet.Book{Sheets: sheets}
}

func newKit(t testing.TB, plan, lang string) *kit {
	t.Helper()
	k := &kit{words: words(t, lang)}
	k.forms, k.returns = templates.PlanForms(k.words), templates.ReturnForms(k.words)
	k.plan = workbook.DecodePlan(book(t, plan), "plan.xlsx", k.forms)
	k.plan.SHA256 = "aa"
	return k
}

// with puts lines under sheets of the county's plan, replacing rows that begin with the same two cells.
func with(changes ...string) string {
	text := county
	for _, ch := range changes {
		old, now, ok := strings.Cut(ch, " => ")
		if !ok {
			text += "\n" + ch
			continue
		}
		if strings.Count(text, old) != 1 {
			panic(fmt.Sprintf("%q stands there %d times", old, strings.Count(text, old)))
		}
		text = strings.Replace(text, old, now, 1)
	}
	return text
}

// line writes a finding as severity, code and place.
func line(f *Finding) string {
	s := f.Severity.String() + " " + f.Code
	if f.Place.Sheet != "" {
		s += " " + f.Place.Sheet
		if c := f.Place.Cell(); c != "" {
			s += "!" + c
		}
	}
	if f.Waived {
		s += " waived"
	}
	if f.Answered {
		s += " answered"
	}
	return s
}

func lines(fs []Finding) []string {
	var out []string
	for i := range fs {
		out = append(out, line(&fs[i]))
	}
	return out
}

// complete holds every finding to the catalogue: a known code, and all places that its words need.
func complete(t testing.TB, fs []Finding) {
	t.Helper()
	at := index(Catalogue())
	for i := range fs {
		r := at[fs[i].Code]
		if r == nil {
			if fs[i].Message == "" {
				t.Errorf("%s is not in the catalogue", fs[i].Code)
			}
			continue
		}
		for _, p := range r.Places {
			if _, ok := fs[i].Args[p]; !ok && !slices.Contains(Standard(), p) {
				t.Errorf("%s: nothing for {{.%s}}", fs[i].Code, p)
			}
		}
	}
}

func same(t testing.TB, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
