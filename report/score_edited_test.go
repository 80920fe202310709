package report

import (
	"strings"
	"testing"
)

func TestArchivedAdjustmentsAreNotEditedAway(t *testing.T) {
	was := County(t, CountyDecisions).Plan
	if got := EditedAdjustments(was, County(t, CountyDecisions).Plan); len(got) != 0 {
		t.Fatalf("nothing was edited: %+v", got)
	}
	for name, edit := range map[string][2]string{
		"amount":  {"| -3.5 |", "| -1.5 |"},
		"matter":  {"被通报批评 | 通报", "被提醒 | 通报"},
		"removed": {"| 商务局 | S5 | -3.5 | 被通报批评 | 通报 | 李四 | 2024-12-01 |\n", ""},
	} {
		got := EditedAdjustments(was, County(t, strings.Replace(CountyDecisions, edit[0], edit[1], 1)).Plan)
		if len(got) != 1 || got[0].Code != "adjustment-edited" || got[0].Bureau != "商务局" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// A row that nobody approved is no decision yet, and a further row takes nothing away.
	more := strings.Replace(CountyDecisions, "| 财政局 | | 1 | 尚未批准 | | | |\n", "", 1) + "| 档案局 | 市领导 | 90 |\n"
	if got := EditedAdjustments(was, County(t, more).Plan); len(got) != 0 {
		t.Errorf("what was not approved may go: %+v", got)
	}
}
