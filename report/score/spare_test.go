package score

import (
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/sheet"
)

// spareRow is what a leader types into an empty row of the sheet of adjustments.
type spareRow struct {
	bureau, item, matter string
	amount               float64
}

// typed fills in spare rows of the table of adjustments, as in the workbook, and computes everything again. It returns the table and the first
// row that was filled in.
func typed(t *tableSet, added ...spareRow) (*calcTable, int) {
	tab := t.details[workbook.GrainAdjustment]
	first := tab.rows - tab.spare
	for i, a := range added {
		for key, v := range map[string]sheet.Value{"bureau": sheet.Str(a.bureau), "item": sheet.Str(a.item), "matter": sheet.Str(a.matter),
			"approver": sheet.Str("李四"), in(workbook.InAmount): sheet.Num(a.amount)} {
			tab.index[key].set(first+i, v)
		}
	}
	for _, x := range t.book.order {
		for _, c := range x.columns {
			c.states, c.done, c.byText = make([]calcState, x.rows), false, nil
		}
	}
	t.book.compute()
	return tab, first
}

// A matter with characters that programs take for patterns matches no other matter.
func TestAMatterInASpareRowIsNoPattern(t *testing.T) {
	c := County(t, CountyDecisions)
	s := c.Scores()
	bureau := s.tablesIn(c.Words).bureau(c.bureau("发改局")).Text
	tab, first := typed(s.tablesIn(c.Words), spareRow{bureau, "S5 加减分", "获*表彰", 1}, spareRow{bureau, "S5 加减分", " 获省级表彰 ", 1},
		spareRow{bureau, "S5 加减分", "获？表彰~", 1}, spareRow{bureau, "S5 加减分", "获?表彰～", 1})
	var got []float64
	for i := range 4 {
		got = append(got, tab.index["matter-no"].cell(first+i).Num)
	}
	if want := []float64{float64(first + 1), 1, float64(first + 3), float64(first + 3)}; !slices.Equal(got, want) {
		t.Errorf("matters %v, want %v", got, want)
	}
}

// A spare row with an item that does not apply to its bureau is said not to count, and counts in no sum.
func TestASpareRowOfAnotherItemCountsNowhere(t *testing.T) {
	c := NewCase(t, "zh", `
# 参数
| 参数 | 值 |
| 年度 | 2024 |

# 单位
| 单位编码 | 单位名称 | 单位类别 |
| A | 甲局 | 部门 |
| B | 乙镇 | 镇区 |

# 计分办法
| 编号 | 计分项 | 适用范围 | 分值 | 取数 | 计分方法 | 汇总方式 | 上限 |
| J | 加减分 | 部门 | 0 | 加减分 | 直接计入 | 合计 | 5 |
| Z | 镇区加分 | 镇区 | 0 | 加减分 | 直接计入 | 合计 | 5 |
| H | 荣誉 | 全部 | 10 | 单位 | 按加分 | 合计 | 10 |

# 计分方法
| 方法名称 | 公式 |
| 按加分 | '=[@加分小计] |
`)
	s := c.Scores()
	if len(s.Faults) > 0 {
		t.Fatalf("faults: %+v", s.Faults)
	}
	tables := s.tablesIn(c.Words)
	tab, first := typed(tables, spareRow{"甲局", "J 加减分", "获表彰", 2}, spareRow{"甲局", "Z 镇区加分", "获奖", 3})
	if got := tables.details[workbook.GrainBureau].value(in(workbook.InPlus), 0); got.Num != 2 {
		t.Errorf("additions %v, want 2", got)
	}
	if got := tab.value("sentence", first+1).Text; got != c.Words.T("scorebook.spare-elsewhere") {
		t.Errorf("it is said: %s", got)
	}
}
