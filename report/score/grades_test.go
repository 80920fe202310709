package score

import (
	"fmt"
	"strings"
	"testing"
)

// marked makes a county of one category that is scored by ratings alone: 甲局 gets the first mark, 乙局 the second, and so on.
func marked(t *testing.T, more string, marks ...int) *Case {
	var bureaus, ratings strings.Builder
	for i, m := range marks {
		name := string([]rune("甲乙丙丁戊己庚辛")[i]) + "局"
		fmt.Fprintf(&bureaus, "| B%d | %s | 部门 |\n", i, name)
		fmt.Fprintf(&ratings, "| %s | 市领导 | %d |\n", name, m)
	}
	return NewCase(t, "zh", `
# 参数
| 参数 | 值 |
| 年度 | 2024 |
# 单位
| 单位编码 | 单位名称 | 单位类别 |
`+bureaus.String()+`
# 计分办法
| 编号 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限 | 无数据时 |
| A | 评议 | 评议 | 100 | 评议 | 取评议分 | 平均 | 100 | 剔除重算 |
# 计分方法
| 方法名称 | 公式 |
| 取评议分 | '=[@评议分] |
# 评议
| 单位 | 评议组 | 评议分 |
`+ratings.String()+more)
}

func TestAGradeHasItsOwnSeats(t *testing.T) {
	const quotas = "# 等次\n| 等次 | 起点分 | 名额比例 | 名额 |\n"
	for _, c := range []struct {
		name, grades, want string
		marks              []int
	}{
		{"all seats taken", "| 优秀 | 90 | 25 | |\n| 良好 | 80 | 50 | |\n| 一般 | | | |", "优秀 良好 良好 一般", []int{95, 94, 93, 92}},
		{"seats that nobody reached are not the next grade's", "| 优秀 | 90 | 25 | |\n| 良好 | | 50 | |\n| 一般 | | | |", "良好 良好 一般 一般", []int{89, 88, 87, 86}},
		{"whom a grade without seats took leaves the next one its own", "| 优秀 | 90 | | |\n| 良好 | | 50 | |\n| 一般 | | | |", "优秀 优秀 良好 良好", []int{95, 94, 89, 80}},
		{"seats by number, rounded down by share", "| 优秀 | 90 | | 1 |\n| 良好 | 80 | 30 | |\n| 一般 | | | |", "优秀 良好 一般 一般 一般", []int{95, 94, 93, 92, 91}},
		{"equal on the line, all are in, and the next grade keeps its seats", "| 优秀 | | | 1 |\n| 良好 | | | 1 |\n| 一般 | | | |", "优秀 优秀 良好 一般", []int{95, 95, 90, 80}},
		{"what bars from a grade acts last, and frees no seat", "| 优秀 | | | 1 |\n| 良好 | | | 1 |\n| 一般 | | | |\n# 一票否决\n| 单位 | 事项 | 处理 | 等次 | 批准人 |\n| 甲局 | 事故 | 最高等次 | 良好 | 县长 |",
			"良好 良好 一般 一般", []int{95, 94, 93, 80}},
		{"nobody but who has a place takes a seat, and who has none is counted for the seats that there are", "| 优秀 | | 50 | |\n| 一般 | | | |\n# 一票否决\n| 单位 | 事项 | 处理 | 等次 | 批准人 |\n| 甲局 | 事故 | 不排名 | | 县长 |",
			" 优秀 优秀 一般", []int{95, 94, 93, 80}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := marked(t, quotas+c.grades+"\n", c.marks...).Scores()
			var got []string
			for _, b := range s.Bureaus {
				got = append(got, b.Grade)
			}
			if got := strings.Join(got, " "); got != c.want {
				t.Errorf("marks %v give %q, want %q", c.marks, got, c.want)
			}
		})
	}
}

// A row of 等次 for some bureaus replaces the row of the same grade for all. It does not take the other grades from them.
func TestAGradeOfSomeBureausReplacesThatGradeAlone(t *testing.T) {
	const own = "# 等次\n| 等次 | 适用范围 | 起点分 | 名额 |\n"
	for _, c := range []struct{ name, grades, want string }{
		{"above the grades of all", "| 优秀 | 部门 | 90 | 1 |\n| 良好 | 全部 | 80 | |\n| 一般 | | | |", "优秀 良好 良好 一般"},
		{"instead of the grade of all, wherever it stands", "| 优秀 | | 90 | |\n| 良好 | | 80 | |\n| 一般 | | | |\n| 优秀 | 部门 | 90 | 1 |", "优秀 良好 良好 一般"},
		{"a bureau's own before its category's", "| 优秀 | 乙局 | 99 | |\n| 优秀 | 部门 | 90 | |\n| 良好 | 全部 | 80 | |\n| 一般 | 全部 | | |", "优秀 良好 优秀 一般"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := marked(t, own+c.grades+"\n", 95, 94, 93, 70).Scores()
			var got []string
			for _, b := range s.Bureaus {
				got = append(got, b.Grade)
			}
			if got := strings.Join(got, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The grades stand among the parameters in the plan's order, whichever bureau they are for.
func TestGradesAreListedInThePlansOrder(t *testing.T) {
	c := marked(t, "# 等次\n| 等次 | 适用范围 | 起点分 |\n| 优秀 | 甲局 | 95 |\n| 优秀 | 乙局 | 94 |\n| 良好 | 全部 | 80 |\n| 一般 | 全部 | |\n", 95, 94, 70)
	sh := Book(c.Scores(), c.Words).Fill().Sheet("参数")
	var got []string
	for row := 1; row <= sh.LastRow(); row++ {
		if scope := textAt(sh, row, paramScope); scope == "甲局" || scope == "乙局" {
			got = append(got, scope)
		} else if textAt(sh, row, paramLabel) == "良好" {
			got = append(got, "良好")
		}
	}
	if strings.Join(got, " ") != "甲局 乙局 良好" {
		t.Errorf("listed as %v", got)
	}
}

// If the plan gives bureaus without rows a score, such a bureau has a total, whether the item is in a group or not.
func TestABureauWithoutRowsHasWhatThePlanGivesIt(t *testing.T) {
	const flat = `
# 计分办法
| 编号 | 部分 | 计分项 | 上级项 | 分值 | 取数 | 计分方法 | 上限 | 无数据时 | 固定比例 |
`
	const group = "| G | 任务 | 全部 | | 100 | 组合 | | 100 | 零分 | |\n"
	for _, c := range []struct{ name, scheme, want string }{
		{"a fixed share", flat + "| A | 任务 | 任务 | | 100 | 任务 | 按完成率 | 100 | 固定比例 | 60 |\n", "60"},
		{"a fixed share below a group", flat + group + "| A | 任务 | 任务 | G | 100 | 任务 | 按完成率 | 100 | 固定比例 | 60 |\n", "60"},
		{"nothing", flat + "| A | 任务 | 任务 | | 100 | 任务 | 按完成率 | 100 | 剔除重算 | |\n", ""},
		{"nothing below a group", flat + strings.Replace(group, "零分", "剔除重算", 1) + "| A | 任务 | 任务 | G | 100 | 任务 | 按完成率 | 100 | 剔除重算 | |\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := County(t, c.scheme)
			if got := k.result(k.Scores(), "档案局").Total.String(); got != c.want {
				t.Errorf("档案局, which has no task and is asked for no return, has %q, want %q", got, c.want)
			}
		})
	}
}

// A reversal that is itself taken back takes nothing back: the adjustment counts again. A reversal that nobody approved changes nothing.
func TestAReversalIsTakenBack(t *testing.T) {
	const head = `
# 计分办法
| 编号 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 无数据时 |
| J | 加减 | 加减分 | 0 | 加减分 | 直接计入 | 零分 |
# 加减分
| 编号 | 单位 | 计分项 | 加减分 | 事项 | 批准人 | 批准日期 | 冲销编号 |
| '1 | 发改局 | J | 2 | 表彰 | 县长 | 2024-11-01 | |
`
	for _, c := range []struct{ name, rows, want string }{
		{"taken back", "| '2 | 发改局 | J | -2 | 冲销第1号 | 县长 | 2024-11-05 | '1 |\n", "J=0"},
		{"and given again", "| '2 | 发改局 | J | -2 | 冲销第1号 | 县长 | 2024-11-05 | '1 |\n| '3 | 发改局 | J | 2 | 冲销第2号 | 县长 | 2024-11-10 | '2 |\n", "J=2"},
		{"not approved", "| '2 | 发改局 | J | -2 | 冲销第1号 | 县长 | 2024-11-05 | '1 |\n| '3 | 发改局 | J | 2 | 冲销第2号 | | | '2 |\n", "J=0"},
		{"approved when the year is over", "| '2 | 发改局 | J | -2 | 冲销第1号 | 县长 | 2025-11-05 | '1 |\n", "J=0"},
		{"each the other", "| '2 | 发改局 | J | -2 | 冲销第3号 | 县长 | 2024-11-05 | '3 |\n| '3 | 发改局 | J | 2 | 冲销第2号 | 县长 | 2024-11-10 | '2 |\n", "J=2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := County(t, head+c.rows)
			if got := k.items(k.Scores(), "发改局"); got != c.want {
				t.Errorf("发改局 has %s, want %s", got, c.want)
			}
		})
	}
}
