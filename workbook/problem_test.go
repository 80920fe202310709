package workbook_test

import (
	"strings"
	"testing"

	"duban/workbook/pace"
)

// However many problems with unknown numbers several returns have, each is looked up once.
func TestManyProblemsTakeAsLongAsThereAreRows(t *testing.T) {
	pace.Linear(t, 60_000, func(rows int, start func()) {
		o := newOffice(t, running)
		s := first(t, "2024-09")
		start()
		for _, name := range []string{"财政局", "住建局", "发改局"} {
			o.accept(t, s, nil, name, "# 问题清单\n| 问题编号 | 提出单位 | 任务编号 | 问题 |\n"+strings.Repeat("| 无此号 | | CY-02 | 难 |\n", rows))
		}
		if len(s.Problems) != 3*rows {
			t.Errorf("%d problems", len(s.Problems))
		}
		if first, last := s.Problems[0].Bureau, s.Problems[3*rows-1].Bureau; first != "FG" || last == "FG" {
			t.Errorf("the first is of %s, the last of %s", first, last)
		}
	})
}
