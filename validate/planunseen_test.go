package validate

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
)

// However many problems need a bureau that gets no workbook, the message names the first of them and says how many there are.
func TestUnseenProblemsAreNamedInALine(t *testing.T) {
	const many = 500
	k := newKit(t, with("| SWJ | 商务局 | 商务 | 市直部门 | 各部门 | => | SWJ | 商务局 | 商务 | 市直部门 | 各部门 |\n| HBJ | 环保局 | 环保 | 市直部门 | 各部门 |"), "zh")
	now := september()
	for n := range many {
		now.Problems = append(now.Problems, &workbook.ProblemRow{ID: fmt.Sprintf("FGJ-202409-%03d", n), Bureau: "FGJ", Needed: []string{"环保局"}, Period: now.Period})
	}
	found := New().CheckUnseen(k.plan, nil, now, now.Period)
	if len(found) != 1 || strings.Count(found[0].Args["names"], "FGJ-") != mostNamed || found[0].Args["n"] != fmt.Sprint(many) {
		t.Fatalf("%+v", found)
	}
	now.Problems = now.Problems[:mostNamed]
	if found = New().CheckUnseen(k.plan, nil, now, now.Period); strings.Count(found[0].Args["names"], "FGJ-") != mostNamed || found[0].Args["n"] != "" {
		t.Errorf("%+v", found)
	}
}
